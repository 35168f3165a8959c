"""The floor under branch coverage, which only rises: who comes out well above it raises it.

The floor is ``fail_under`` in pyproject.toml. It holds for the whole suite, never for a part of it.
"""

from collections.abc import Generator
from math import floor

import pytest

_SLACK = 0.5  # points; runs of different seeds differ by less


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
