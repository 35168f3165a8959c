"""Each kind of entry of the programme: its address, a body, and one that is wrong."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from referral_api.permissions import Role
from tests.support.own_ids import own_id
from tests.support.world import World

# Of the ids of what it rests on, by their parameters.
Body = Callable[[Mapping[str, str]], dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """``own``: organisations enter theirs. ``wrong`` is put into a body and refused there."""

    subject: str
    path: str
    parameter: str
    own: bool
    body: Body
    changed: dict[str, Any]
    wrong: tuple[dict[str, Any], str]
    rests_on: str | None = None

    @property
    def plural(self) -> str:
        """The name of the list in the names of routes."""
        return self.path.rpartition("/")[2].replace("-", "_")


def keeper(world: World, kind: Kind) -> UUID:
    """Who enters such an entry: an organisation for itself, or the coordination."""
    if kind.own:
        return world.ngo.agent(Role.CASE_WORKER)
    return world.coordination.agent(Role.COORDINATOR)


async def a_body(world: World, kind: Kind) -> dict[str, Any]:
    """Make a body of a kind, and first what it rests on."""
    if kind.rests_on is None:
        return kind.body({})
    ground = KINDS[kind.rests_on]
    return kind.body({ground.parameter: (await an_entry(world, ground))["id"]})


async def an_entry(
    world: World, kind: Kind, by: UUID | None = None, /, **more: Any
) -> dict[str, Any]:
    """Register one entry of a kind."""
    body = await a_body(world, kind) | more
    made: dict[str, Any] = await world.done(by or keeper(world, kind), "POST", kind.path, body)
    return made


def a_day() -> str:
    """Some day of the past: of two entries on it, one may be refused."""
    return str(date(1970, 1, 1) + timedelta(secrets.randbelow(18_000)))


def a_name(what: str) -> str:
    """Some name that no other entry has."""
    return f"{what} {secrets.token_hex(6)}"


def _activity(_: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": "sensitisation", "theme": "reporting", "region": "SIKASSO", "cercle": "Kadiolo",
        "border": True, "held_on": "2023-03-08", "starts_at": "09:30", "facilitator_sex": "female",
        "state": "carried_out", "target": {"women": 100, "girls": 40},
        "reached": {"women": 62, "girls": 40},
    }  # fmt: skip


def _document(_: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": "manual", "pillar": "prevention", "title": "Manuel harmonisé de formation",
        "edition": "v1", "published_on": "2021-06-30", "publisher": "CARITAS",
        "sha256": secrets.token_hex(32),
    }  # fmt: skip


def _legal_text(_: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": "law", "title": "Loi sur la traite des personnes", "number": "2012-023",
        "bill_on": "2011-05-02", "adopted_on": "2012-07-12", "in_force_on": None,
    }  # fmt: skip


def _partner(_: Mapping[str, str]) -> dict[str, Any]:
    return {"name": a_name("Partenaire"), "category": "international"}


def _agreement(ids: Mapping[str, str]) -> dict[str, Any]:
    return {
        "partner_id": ids["partner_id"], "title": "Formation des acteurs",
        "pillars": ["prevention", "protection"], "signed_on": "2022-01-10",
        "starts_on": "2022-02-01", "ends_on": "2099-01-31",
    }  # fmt: skip


def _contribution(_: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": "money", "pillar": "protection", "amount_cfa": 5_000_000_000,
        "starts_on": "2022-01-01", "ends_on": "2022-12-31", "label": "Prise en charge",
    }  # fmt: skip


def _staff(_: Mapping[str, str]) -> dict[str, Any]:
    return {
        "counted_on": a_day(),
        "staff": [
            {"profession": "social_work", "staff": 12, "trained": 5},
            {"profession": "health", "staff": 3, "trained": None},
        ],
    }


def _objective(_: Mapping[str, str]) -> dict[str, Any]:
    return {
        "pillar": "plan", "number": "2.1", "title": "Renforcer la prévention",
        "first_year": 2023, "last_year": 2027,
    }  # fmt: skip


def _indicator(ids: Mapping[str, str]) -> dict[str, Any]:
    return {
        "objective_id": ids["objective_id"], "title": "Part des femmes touchées", "unit": "%",
        "base_year": 2021, "base_value": "43.32", "target_year": 2027, "target_value": "50.0",
    }  # fmt: skip


def _value(ids: Mapping[str, str]) -> dict[str, Any]:
    year = 1970 + secrets.randbelow(200)
    return {"indicator_id": ids["indicator_id"], "year": year, "value": "64", "source": "Rapport"}


def _text(_: Mapping[str, str]) -> dict[str, Any]:
    return {
        "pillar": secrets.choice(["prevention", "protection", "prosecution", "partnership"]),
        "year": 1970 + secrets.randbelow(200),
        "block": secrets.choice(["paragraph", "achievements", "challenges", "difficulties"]),
        "text": "Deux manuels ont été produits.",
    }


def _aggregate(_: Mapping[str, str]) -> dict[str, Any]:
    return {
        "code": "protection.assisted", "kind": "share", "unit": "percent",
        "population": "women_and_girls", "since": "2021-01-01", "before": "2022-01-01",
        "value": "76.63", "words": "76,63%", "filter": "avec un taux de", "source": "Rapport",
        "dated": "2024-05-17",
    }  # fmt: skip


def _series_break(_: Mapping[str, str]) -> dict[str, Any]:
    return {
        "code": f"protection.{secrets.token_hex(8)}", "year": 2022, "kind": "filter",
        "text_fr": "Rupture : deux définitions.", "text_en": "Break: two definitions.",
    }  # fmt: skip


KINDS: dict[str, Kind] = {
    kind.subject: kind
    for kind in (
        Kind(
            "prevention_activity", "/v1/prevention-activities", "activity_id", True, _activity,
            {"reached": {"women": 65, "girls": 40}}, ({"state": "planned"}, "/reached"),
        ),
        Kind(
            "programme_document", "/v1/programme-documents", "document_id", False, _document,
            {"edition": "v2"}, ({"sha256": "ABC"}, "/sha256"),
        ),
        Kind(
            "legal_text", "/v1/legal-texts", "legal_text_id", False, _legal_text,
            {"in_force_on": "2012-08-01"}, ({"adopted_on": "2010-01-01"}, "/adopted_on"),
        ),
        Kind(
            "partner", "/v1/partners", "partner_id", False, _partner,
            {"category": "national"}, ({"member_organisation_id": own_id(2020)},
            "/member_organisation_id"),
        ),
        Kind(
            "partner_agreement", "/v1/partner-agreements", "agreement_id", False, _agreement,
            {"ends_on": "2098-01-31"}, ({"ends_on": "2021-01-01"}, "/ends_on"), "partner",
        ),
        Kind(
            "partner_contribution", "/v1/partner-contributions", "partner_contribution_id", True,
            _contribution, {"amount_cfa": 6_000_000_000}, ({"amount_cfa": None}, "/amount_cfa"),
        ),
        Kind(
            "staff_count", "/v1/staff-counts", "staff_count_id", True, _staff,
            {"staff": [{"profession": "health", "staff": 4, "trained": 4}]},
            ({"staff": [{"profession": "health", "staff": 4, "trained": 5}]}, "/staff/0/trained"),
        ),
        Kind(
            "plan_objective", "/v1/plan-objectives", "objective_id", False, _objective,
            {"last_year": 2028}, ({"last_year": 2020}, "/last_year"),
        ),
        Kind(
            "plan_indicator", "/v1/plan-indicators", "indicator_id", False, _indicator,
            {"target_value": "50.25"}, ({"base_value": None}, "/base_value"), "plan_objective",
        ),
        Kind(
            "plan_value", "/v1/plan-values", "plan_value_id", False, _value,
            {"value": "64.0"}, ({"value": "64,0"}, "/value"), "plan_indicator",
        ),
        Kind(
            "report_text", "/v1/report-texts", "report_text_id", False, _text,
            {"text": "Trois manuels ont été produits."}, ({"block": "annex"}, "/block"),
        ),
        Kind(
            "aggregate", "/v1/aggregates", "aggregate_id", False, _aggregate,
            {"value": "76.6"}, ({"before": "2020-01-01"}, "/before"),
        ),
        Kind(
            "series_break", "/v1/series-breaks", "series_break_id", False, _series_break,
            {"kind": "law"}, ({"kind": "weather"}, "/kind"),
        ),
    )
}  # fmt: skip
