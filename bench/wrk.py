"""The load: wrk with a script of its own for each run, or a client in Python without it."""

import json
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

from bench import ROOT
from bench.answer import Request, Rows

CONNECTIONS = 32

_SCRIPT = """
local tokens = {%(tokens)s}
local n = %(first)d
math.randomseed(%(first)d + os.time())
request = function()
  local number = n
  n = n + 1
  local row = number
  if %(random)s then row = math.random(0, %(count)d - 1) end
  local headers = {["Authorization"] = "Bearer " .. tokens[number %% #tokens + 1]}
  if "%(method)s" == "POST" then
    headers["Idempotency-Key"] = "%(run)s-" .. number
    headers["Content-Type"] = "application/json"
  end
  if [[%(if_match)s]] ~= "" then headers["If-Match"] = [[%(if_match)s]] end
  local id = "%(prefix)s" .. string.format("%%012x", row * %(step)d)
  local path = string.gsub("%(path)s", "{id}", id)
  return wrk.format("%(method)s", path, headers, %(body)s)
end
done = function(summary, latency)
  io.stdout:write(string.format(
    '\\nRESULT {"requests": %%d, "seconds": %%f, "p50_ms": %%f, "p99_ms": %%f, "refused": %%d, '
    .. '"broken": %%d}\\n', summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """One run of one operation: which rows, whose tokens, for how long."""

    port: int
    operation: str
    asked: Request
    rows: Rows
    tokens: tuple[str, ...]
    first: int  # the number of the first request, and of the first referral
    seconds: int


@dataclass(frozen=True, slots=True)
class Felt:
    """What the clients felt."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    refused: int
    broken: int
    client_cpu: float = 0.0  # of one core

    @property
    def rate(self) -> float:
        """Requests a second that were answered well."""
        return (self.requests - self.refused) / self.seconds


def present() -> bool:
    """Say whether wrk is installed."""
    return shutil.which("wrk") is not None


def run(load: Load, folder: Path) -> Felt:
    """Load the service; a request without an answer, or none answered well, ends the bench."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    answer = json.loads(_wrk(load, folder) if present() else _python(load))
    taken = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    felt = Felt(**answer, client_cpu=cpu / taken)
    if felt.broken or felt.refused == felt.requests:
        raise SystemExit(
            f"{load.operation}: {felt.requests} requests, of them {felt.refused} refused"
            f" and {felt.broken} broken."
        )
    return felt


def script(load: Load) -> str:
    """Write wrk's script."""
    asked, rows = load.asked, load.rows
    return _SCRIPT % {
        "tokens": ",".join(f'"{token}"' for token in load.tokens), "first": load.first,
        "random": str(asked.row == "case").lower(), "count": rows.count,
        "step": rows.step, "method": asked.method, "run": uuid4().hex, "path": asked.path,
        "if_match": "" if asked.if_match is None else f'"{asked.if_match}"',
        "prefix": rows.prefix,
        "body": f"'{asked.body}'" if asked.body else "nil",
    }  # fmt: skip


def _wrk(load: Load, folder: Path) -> str:
    path = folder / "operation.lua"
    path.write_text(script(load))
    finished = subprocess.run(
        ["wrk", "--threads=1", f"--connections={CONNECTIONS}", f"--duration={load.seconds}s",
         "--timeout=10s", f"--script={path}", f"http://127.0.0.1:{load.port}"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    for line in finished.stdout.splitlines():
        if line.startswith("RESULT "):
            return line.removeprefix("RESULT ")
    raise SystemExit(f"wrk: {finished.stdout[-500:]} {finished.stderr[-500:]}")


def _python(load: Load) -> str:
    finished = subprocess.run(
        [sys.executable, "-m", "bench.client"], input=json.dumps(asdict(load)), cwd=ROOT,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return finished.stdout
