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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the tests that start services, leave those for other runs that this one does not draw.

    Whoever names a test runs it.
    """
    if any("::" in name for name in config.args):
        return
    left = [item for item in items if not _is_drawn(item)]
    if left:
        items[:] = [item for item in items if item not in set(left)]
        config.hook.pytest_deselected(items=left)


def _is_drawn(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("one_in")
    return mark is None or draw.takes(item.nodeid, mark.args[0])


def pytest_collection_finish(session: pytest.Session) -> None:
    """Tell the seed before anything can go wrong: with -q, pytest-randomly does not."""
    if not session.config.getoption("numprocesses", None):
        _tell_seed(session.config)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config) -> None:
    """Tell it for all processes: the terminal is not theirs."""
    _tell_seed(config)


def _tell_seed(config: pytest.Config) -> None:
    reporter = config.pluginmanager.getplugin("terminalreporter")
    if reporter is not None and config.getoption("randomly_reorganize"):
        part = "all" if draw.one_in == 1 else f"one in {draw.one_in}"
        served = "all" if draw.one_in == 1 else "some"
        reporter.write_line(
            f"SEED={draw.seed} repeats this order; of each matrix, {part};"
            f" of what starts services, {served}."
        )
