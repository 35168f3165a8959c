"""What a revision answers about itself is complete: with it alone its service can be asked."""

import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from bench import ROOT
from bench.answer import Answer
from bench.boundary import Revision, checked_out, entry, revision

pytestmark = pytest.mark.one_in(10)
WITHOUT_ENTRY = "bbad08c"  # the last revision that answers through the adapter
COMPARED = {"register", "read", "page", "accept"}


def _known(commit: str) -> bool:
    git = ["git", "-C", str(ROOT), "cat-file", "-e", f"{commit}^{{commit}}"]
    return subprocess.run(git, capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module", params=["here", WITHOUT_ENTRY])
def running(request: pytest.FixtureRequest) -> Iterator[Revision]:
    with ExitStack() as stack:
        tree = ROOT
        if request.param != "here":
            if not _known(request.param):
                pytest.skip("a shallow clone has no older revision")
            tree = stack.enter_context(checked_out(request.param))
        yield stack.enter_context(revision(tree, request.param, size=20, referrals=3, workers=1))


def _ask(told: Answer, name: str, number: int) -> int:
    """Ask one operation as the bench does: of the row with this number."""
    asked = told.operations[name]
    rows = told.rows[asked.row]
    path = asked.path.replace("{id}", f"{rows.prefix}{number * rows.step:012x}")
    headers = {"Authorization": f"Bearer {told.tokens[asked.speakers[number]]}"}
    if asked.method == "POST":
        headers |= {"Idempotency-Key": f"bench-{name}", "Content-Type": "application/json"}
    if asked.if_match is not None:
        headers["If-Match"] = f'"{asked.if_match}"'
    request = urllib.request.Request(
        f"http://127.0.0.1:{told.port}{path}", asked.body.encode() or None, headers,
        method=asked.method,
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=30) as response:
        return int(response.status)


def test_an_answer_names_what_is_compared_and_who_may_ask_it(running: Revision) -> None:
    told = running.ask()
    assert told.operations.keys() >= COMPARED
    for asked in told.operations.values():
        assert asked.speakers
        assert told.tokens.keys() >= set(asked.speakers)
    assert (told.rows["case"].count, told.rows["referral"].count) == (2, 3)


def test_an_answer_names_the_processes_and_the_folder_to_measure(running: Revision) -> None:
    told = running.ask()
    assert told.folder.is_dir()
    assert psutil.Process(told.service).is_running()
    assert psutil.Process(told.postgres).is_running()


def test_each_operation_is_answered_by_the_service_as_told(running: Revision) -> None:
    told = running.ask()
    assert {name: _ask(told, name, 0) // 100 for name in told.operations} == dict.fromkeys(
        told.operations, 2
    )


def test_a_later_answer_brings_fresh_tokens_of_the_same_service(running: Revision) -> None:
    first, later = running.ask(), running.ask()
    assert later.port == first.port
    assert later.tokens.keys() == first.tokens.keys()
    assert not set(later.tokens.values()) & set(first.tokens.values())


def test_a_tree_with_an_entry_of_its_own_is_started_by_it() -> None:
    assert entry(ROOT) == ("-m", "bench.revision")
    with tempfile.TemporaryDirectory() as bare:
        assert entry(Path(bare))[-1].endswith("revision_bbad08c.py")


def test_a_revision_that_cannot_start_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="nobody ended before"), revision(tmp_path, "nobody", 1, 1):
        pass
