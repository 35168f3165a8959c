"""The floor under branch coverage: who comes out well above it raises it.

The floor is ``fail_under`` in pyproject.toml. It holds for the whole suite, never for a part of it.
"""

from collections.abc import Generator
from math import floor

import pytest

_SLACK = 1.0  # points; runs of different seeds and machines differ by less
# These draw what they do from what other tests do one by one. Measuring takes half as long again as
# running, so they are run and not measured. They come last, the longest first: what is made once
# and kept, such as a thread, would not be measured in the tests after them either.
_DRAWN = (
    "contract/test_schemathesis.py", "rules/", "casework/test_race_table.py",
    "casework/test_races.py", "casework/test_referral_races.py",
)  # fmt: skip


def risen(total: float, held: float) -> str | None:
    """Ask for a higher floor where the coverage lies well above it."""
    if total - held <= _SLACK:
        return None
    # Some way below what was measured, so that the next run does not fall through.
    higher = floor((total - _SLACK / 2) * 10) / 10
    return (
        f"Coverage has risen to {total:.2f}% above a floor of {held}%: "
        f"set fail_under in pyproject.toml to {higher}."
    )


def is_whole(config: pytest.Config) -> bool:
    """Say whether all tests run: none was named or left out."""
    chosen = config.getoption("keyword") or config.getoption("markexpr")
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not chosen


@pytest.hookimpl(trylast=True)  # after the order was drawn
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)
    for item in items:
        if _turn(item) >= 0:
            item.add_marker("no_cover")


def _turn(item: pytest.Item) -> int:
    """Where the test's file stands in ``_DRAWN``; -1 for what is measured."""
    place = item.path.relative_to(item.config.rootpath / "tests").as_posix()
    return next((turn for turn, drawn in enumerate(_DRAWN) if drawn in place), -1)


@pytest.hookimpl(wrapper=True, tryfirst=True)  # around pytest-cov, which measures in its own
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    measuring = session.config.pluginmanager.getplugin("_cov")
    if measuring is None or not measuring.options.cov_fail_under:
        return (yield)
    if not is_whole(session.config):
        measuring.options.cov_fail_under = None
        return (yield)
    result = yield
    if session.testsfailed == 0 and measuring.cov_total is not None:
        complaint = risen(measuring.cov_total, measuring.options.cov_fail_under)
        if complaint is not None:
            reporter = session.config.pluginmanager.getplugin("terminalreporter")
            reporter.write_line(f"\nERROR: {complaint}", red=True, bold=True)
            session.testsfailed += 1
    return result
