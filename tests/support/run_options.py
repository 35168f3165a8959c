"""What a run of the tests is told, and tells: its seed, and how much of the matrices it does."""

from pathlib import Path

import pytest

from tests.support.draw import draw

# The files that take longest come first, the longest before the others: otherwise one process is
# still at work on one of them when the others have nothing left.
LONG = (
    "pages/browser/test_accessibility", "http/test_input", "cli/test_restarts",
    "migrations/test_stairway", "contract/test_schemathesis", "http/test_reasons_in_the_log",
    "pages/browser/test_stories", "pages/browser/test_nothing_stays",
    "database/test_what_a_dump_shows",
    "cli/test_commands", "reports/test_typesetting", "http/test_input_addresses",
    "pages/contract/test_same_events", "database/test_schema", "http/test_outside_issuers_served",
    "api/figures/test_difference_histories", "api/programme/test_letter_in_may",
    "http/test_rubbish_requests", "cli/test_late_inspection", "api/casework/test_race_table",
    "cli/test_first_administrator", "contract/leaks/test_every_route",
    "domain/network/sign_in/pins/test_tries", "reports/test_same_bytes",
    "checks/test_first_referral", "pages/sign_in/test_sensitive", "http/openapi/test_examples",
    "domain/network/sign_in/pins/test_guesses", "embedded/test_lifetime",
    "api/figures/test_figures", "api/test_recorded_order", "contract/test_need_to_know",
)  # fmt: skip
_RANKS = {path: rank for rank, path in enumerate(LONG)}
_TESTS = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--whole-matrix", action="store_true", help="Try all of each matrix, not a drawn tenth."
    )


@pytest.hookimpl(trylast=True)  # when pytest-randomly has chosen its seed
def pytest_configure(config: pytest.Config) -> None:
    draw.seed = config.getoption("randomly_seed")
    if config.getoption("whole_matrix"):
        draw.one_in = 1


@pytest.hookimpl(trylast=True)  # when pytest-randomly has drawn an order
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the tests that start services, leave those for other runs that this one does not draw.

    Whoever names a test runs it.
    """
    if config.getoption("randomly_reorganize"):
        items.sort(key=_rank)
    if any("::" in name for name in config.args):
        return
    left = [item for item in items if not _is_drawn(item)]
    if left:
        items[:] = [item for item in items if _is_drawn(item)]
        config.hook.pytest_deselected(items=left)


def _rank(item: pytest.Item) -> int:
    path = item.path.relative_to(_TESTS).with_suffix("").as_posix()
    return _RANKS.get(path, len(LONG))


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
