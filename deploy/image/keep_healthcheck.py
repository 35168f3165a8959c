"""Write the HEALTHCHECK of a Dockerfile into the configuration of an image in OCI format.

The format has no member for it, and buildah leaves it out. Docker reads the member `Healthcheck`
there, as BuildKit writes it; others ignore it. Only Python's own modules are used.
"""

import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

_INSTRUCTION = re.compile(
    r"^HEALTHCHECK\s+(?P<options>(?:--\S+\s+)*)CMD\s+(?P<command>\[.*\])$", re.MULTILINE
)
_OPTION = re.compile(r"--([a-z-]+)=(\d+)(s?)")
_MEMBERS = {
    "interval": "Interval", "timeout": "Timeout", "start-period": "StartPeriod",
    "retries": "Retries",
}  # fmt: skip


def read_healthcheck(dockerfile: str) -> dict[str, Any]:
    """Return the member that Docker reads; durations are nanoseconds."""
    found = _INSTRUCTION.search(dockerfile.replace("\\\n", " "))
    if found is None:
        raise ValueError("The Dockerfile has no HEALTHCHECK in the form of a list.")
    options = {
        _MEMBERS[name]: int(number) * (10**9 if seconds else 1)
        for name, number, seconds in _OPTION.findall(found["options"])
    }
    return {"Test": ["CMD", *json.loads(found["command"])], **options}


def _read(layout: Path, digest: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((layout / "blobs" / digest.replace(":", "/")).read_bytes())
    return loaded


def _replace(layout: Path, descriptor: dict[str, Any], content: dict[str, Any]) -> None:
    """Store the content under its own digest, in the place of what the descriptor names."""
    text = json.dumps(content, separators=(",", ":")).encode()
    (layout / "blobs" / descriptor["digest"].replace(":", "/")).unlink()
    digest = hashlib.sha256(text).hexdigest()
    (layout / "blobs" / "sha256" / digest).write_bytes(text)
    descriptor |= {"digest": f"sha256:{digest}", "size": len(text)}


def keep(layout: Path, healthcheck: dict[str, Any]) -> None:
    """Write it into the one image of the layout."""
    index = json.loads((layout / "index.json").read_bytes())
    (image,) = index["manifests"]
    manifest = _read(layout, image["digest"])
    configuration = _read(layout, manifest["config"]["digest"])
    configuration["config"]["Healthcheck"] = healthcheck
    _replace(layout, manifest["config"], configuration)
    _replace(layout, image, manifest)
    (layout / "index.json").write_text(json.dumps(index), encoding="utf-8")


if __name__ == "__main__":
    keep(Path(sys.argv[1]), read_healthcheck(Path(sys.argv[2]).read_text(encoding="utf-8")))
