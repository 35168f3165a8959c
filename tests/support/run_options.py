"""What a run of the tests is told, and tells: its seed, and how much of the matrices it does."""

import pytest

from tests.support.draw import draw


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--whole-matrix", action="store_true", help="Try all of each matrix, not a drawn tenth."
    )


@pytest.hookimpl(trylast=True)  # when pytest-randomly has chosen its seed
def pytest_configure(config: pytest.Config) -> None:
    draw.seed = config.getoption("randomly_seed")
    if config.getoption("whole_matrix"):
        draw.one_in = 1


def pytest_collection_finish(session: pytest.Session) -> None:
    """Tell the seed before anything can go wrong: with -q, pytest-randomly does not."""
    reporter = session.config.pluginmanager.getplugin("terminalreporter")
    if reporter is not None and session.config.getoption("randomly_reorganize"):
        part = "all" if draw.one_in == 1 else f"one in {draw.one_in}"
        reporter.write_line(f"SEED={draw.seed} repeats this order; of each matrix, {part}.")
