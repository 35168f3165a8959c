"""The rules for alerts ask for metrics that exist, and say in both languages what to do."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.words import feminine_in_english, feminine_in_french
from tests.support.world import World

_FILE = Path(__file__).parents[2] / "docs" / "grafana" / "alerts.yaml"
_RULES: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load(_FILE.read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]


def test_the_lag_of_maintenance_has_a_rule() -> None:
    assert {"ReferralMaintenanceLate", "ReferralExpiriesWait"} <= {rule["alert"] for rule in _RULES}


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule["alert"])
async def test_a_rule_asks_for_metrics_and_labels_that_exist(
    world: World, rule: dict[str, Any]
) -> None:
    figures = (await world.call(None, "GET", "/metrics")).text
    names = re.findall(r"referral_\w+", rule["expr"])
    assert names
    for name in names:
        assert re.search(rf"^{name}(\{{.*\}})? ", figures, re.MULTILINE), name
    for values in re.findall(r'waiting=~?"(.*?)"', rule["expr"]):
        for value in values.split("|"):
            assert f'referral_maintenance_lag_seconds{{waiting="{value}"}}' in figures


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule["alert"])
def test_a_rule_speaks_both_languages(rule: dict[str, Any]) -> None:
    english, french = rule["annotations"]["summary"], rule["annotations"]["summary_fr"]
    assert english != french
    assert feminine_in_english(english) == []
    assert feminine_in_french(french) == []
