"""A change that users see has its line in the changelog, in any clone and on any branch."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from checks.changelog import untold

CONTRACT = "openapi/openapi.json"
MIGRATION = "alembic/versions/0001_tables.py"
WORDS = "src/referral_api/locale/fr/LC_MESSAGES/messages.po"
SETTINGS = "docs/generated/settings.md"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in which everything has been told."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)  # a hook's, which would lead to the real repository
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    folder = tmp_path / "clone"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    for path in ("CHANGELOG.md", CONTRACT, MIGRATION, WORDS, SETTINGS, "src/referral_api/main.py"):
        write(folder, path, f"{path}\n" * 5)
    commit(folder)
    return folder


def git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Exemple", "-c", "user.email=exemple@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    with (root / path).open("a") as file:
        file.write(text)


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "A change")


@pytest.mark.parametrize("committed", [True, False])
@pytest.mark.parametrize(
    "path", [CONTRACT, WORDS, SETTINGS, "alembic/versions/0002_more.py", "docs/generated/new.md"]
)
def test_what_users_see_needs_a_line(root: Path, path: str, committed: bool) -> None:
    write(root, path, "a change\n")
    if committed:
        commit(root)
        commit(root)
    assert untold(root) == [path]
    write(root, "CHANGELOG.md", "- a line\n")
    assert untold(root) == []
    commit(root)
    assert untold(root) == []


def test_what_nobody_sees_needs_none(root: Path) -> None:
    write(root, "src/referral_api/main.py", "a change\n")
    write(root, MIGRATION, "# a comment\n")
    assert untold(root) == []
    commit(root)
    assert untold(root) == []


def test_a_file_that_only_moved_needs_none(root: Path) -> None:
    moved = "src/referral_api/words/locale/fr/LC_MESSAGES/messages.po"
    (root / moved).parent.mkdir(parents=True)
    git(root, "mv", WORDS, moved)
    commit(root)
    assert untold(root) == []
    write(root, moved, "one more word\n")
    assert untold(root) == [moved]


def test_what_was_taken_back_needs_none(root: Path) -> None:
    write(root, CONTRACT, "a change\n")
    commit(root)
    git(root, "revert", "--no-edit", "HEAD")
    assert untold(root) == []


def test_a_line_on_another_branch_does_not_count_for_this_one(root: Path) -> None:
    git(root, "checkout", "--quiet", "-b", "other")
    write(root, "CHANGELOG.md", "- a line\n")
    commit(root)
    git(root, "checkout", "--quiet", "main")
    write(root, CONTRACT, "a change\n")
    commit(root)
    assert untold(root) == [CONTRACT]
    git(root, "merge", "--quiet", "--no-edit", "other")
    assert untold(root) == [CONTRACT]


def test_a_line_that_came_with_its_change_still_counts_after_a_merge(root: Path) -> None:
    git(root, "checkout", "--quiet", "-b", "other")
    write(root, "CHANGELOG.md", "- a line\n")
    write(root, CONTRACT, "a change\n")
    commit(root)
    git(root, "checkout", "--quiet", "main")
    write(root, "src/referral_api/main.py", "a change\n")
    commit(root)
    git(root, "merge", "--quiet", "--no-edit", "other")
    assert untold(root) == []


def test_a_detached_shallow_clone_is_compared_with_what_it_has(root: Path, tmp_path: Path) -> None:
    write(root, "src/referral_api/main.py", "a change\n")
    commit(root)
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth=1", root.as_uri(), str(shallow))
    git(shallow, "checkout", "--quiet", "--detach")
    assert untold(shallow) == []
    write(shallow, CONTRACT, "a change\n")
    assert untold(shallow) == [CONTRACT]


def test_without_a_history_or_without_git_nothing_is_asked(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root, CONTRACT, "a change\n")
    write(root, "archive/CHANGELOG.md", "")
    write(root, "archive/" + CONTRACT, "a change\n")
    assert untold(root / "archive") == []
    assert untold(tmp_path) == []
    monkeypatch.setenv("PATH", str(tmp_path))
    assert untold(root) == []
