"""What a reader is told over HTTP, beside what the oracle says it is to be told."""

import asyncio
from typing import Any

import httpx

from tests.support.rules_oracle.mechanism import Mechanism
from tests.support.rules_oracle.passing import is_late
from tests.support.rules_oracle.records import Agent, Handoff, Referral, Sheet
from tests.support.rules_oracle.sections import INQUIRY, PERSON
from tests.support.rules_oracle.sight import (
    Shown,
    consent_as_told,
    handoff_as_told,
    referral_as_told,
    sections_open,
    sees_case,
    sees_consent,
)
from tests.support.rules_walk.readings_beside import BESIDE, items_of
from tests.support.rules_walk.service import Service

Facts = dict[str, Any]
_REASONS = ("hold_reason", "cancellation_reason", "end_reason", "outcome")
_DELAYS = ("acknowledge", "arrival", "feedback", "cancellation")
_OVERDUE = {
    "acknowledge": "acknowledgement_overdue", "feedback": "feedback_overdue",
    "arrival": "arrival_overdue", "cancellation": "cancellation_overdue",
}  # fmt: skip


class Reader:
    """An agent that reads what there is of one case."""

    def __init__(self, service: Service, mechanism: Mechanism, agent: Agent) -> None:
        self._service, self._mechanism, self._agent = service, mechanism, agent
        self._here = agent.organisation
        self._coordinates = mechanism.coordinates(agent)

    def compare(self, case: str, status: str) -> int:
        """Read all of a case, and its referrals in a state; count what was read.

        AssertionError where the oracle says otherwise.
        """
        here, about = self._service.ids[case], f"?case_id={self._service.ids[case]}"
        paths = {
            "file": f"/v1/cases/{here}", "identity": f"/v1/cases/{here}/identity",
            "referrals": f"/v1/referrals{about}", "handoffs": f"/v1/handoffs{about}",
            "filter": f"/v1/referrals{about}&status={status}", "consents": f"/v1/consents{about}",
            "calls": f"/v1/calls{about}", "orders": f"/v1/cases/{here}/identity-orders",
            "requests": f"/v1/handoff-requests{about}",
        }  # fmt: skip
        if self._coordinates:
            del paths["consents"], paths["orders"], paths["requests"]
        answers = dict(
            zip(paths, self._service.wait(self._read(list(paths.values()))), strict=True)
        )
        comparisons = {
            "file": self._file, "identity": self._identity, "referrals": self._referrals,
            "handoffs": self._handoffs, "consents": self._consents,
        }  # fmt: skip
        for name, response in answers.items():
            if name == "filter":
                told, right = self._filter(case, status, response)
            elif name in BESIDE:
                told, right = BESIDE[name](
                    self._service, self._mechanism, self._agent, case, response
                )
            else:
                told, right = comparisons[name](case, response)
            assert told == right, (
                f"{self._agent} reads {name} of {case}:\n  told  {_beyond(told, right)}\n"
                f"  right {_beyond(right, told)}"
            )
        return len(answers)

    async def _read(self, paths: list[str]) -> list[httpx.Response]:
        calls = (self._service.call(self._agent, "GET", path) for path in paths)
        return list(await asyncio.gather(*calls))

    def _filter(self, case: str, status: str, response: httpx.Response) -> tuple[Any, Any]:
        """Rule 10: a filter by state returns the rows that are told in that state, and no other."""
        right = {
            name for name, told in self._right_referrals(case).items() if told["status"] == status
        }
        return {self._name(item["id"]) for item in items_of(response)}, right

    def _name(self, found: str) -> str:
        return self._service.names.get(found, found)

    def _file(self, case: str, response: httpx.Response) -> tuple[Any, Any]:
        told = None
        if response.status_code != 404:
            body = response.json()
            told = {
                "state": body["state"],
                "dead": bool(body["death_reported_at"]) and not body["death_refuted_at"],
                PERSON: self._name(body["protection_custodian_id"]),
                INQUIRY: self._name(body["investigation_custodian_id"] or "") or None,
            }  # fmt: skip
        right = None
        if self._coordinates or sees_case(self._mechanism, self._here, case):
            right = {
                "state": "closed" if self._mechanism.cases[case].closed else "open",
                "dead": self._mechanism.cases[case].dead,
                PERSON: self._mechanism.custodian(case, PERSON),
                INQUIRY: self._mechanism.custodian(case, INQUIRY),
            }  # fmt: skip
        return told, right

    def _identity(self, case: str, response: httpx.Response) -> tuple[Any, Any]:
        status = response.status_code
        if self._coordinates:
            return status, 403
        if not sees_case(self._mechanism, self._here, case):
            return status, 404
        if "identity" not in sections_open(self._mechanism, self._here, case):
            return status, 403
        return status, 200 if self._mechanism.cases[case].has_identity else 404

    def _consents(self, case: str, response: httpx.Response) -> tuple[Any, Any]:
        told = {
            self._name(item["id"]): (
                item["status"], sorted(map(self._name, item["recipients"]))
            ) for item in items_of(response)
        }  # fmt: skip
        right: dict[str, tuple[str, list[str]]] = {}
        for consent in self._mechanism.of_case(self._mechanism.consents, case):
            if sees_consent(self._mechanism, self._here, consent):
                # Rule 4: a recipient does not learn of the others.
                knows = self._mechanism.answers(self._here, case) or (
                    consent.by.organisation == self._here
                )
                recipients = sorted(consent.recipients) if knows else [self._here]
                status = consent_as_told(self._mechanism, self._here, consent)
                right[consent.name] = (status, recipients)
        return told, right

    def _referrals(self, case: str, response: httpx.Response) -> tuple[Any, Any]:
        told = {}
        for item in items_of(response):
            facts = {"status": item["status"], "sheet": _sheet(item["sheet"])}
            facts |= {name: item[name] for name in (*_REASONS, *_OVERDUE.values())}
            told[self._name(item["id"])] = facts
        return told, self._right_referrals(case)

    def _right_referrals(self, case: str) -> dict[str, Facts]:
        right = {}
        for referral in self._mechanism.of_case(self._mechanism.referrals, case):
            told = referral_as_told(
                self._mechanism, self._here, referral, coordinates=self._coordinates
            )
            if told is not None:
                right[referral.name] = self._facts(referral, told)
        return right

    def _facts(self, referral: Referral, told: Shown) -> Facts:
        facts: Facts = {"status": told.status, "sheet": _right_sheet(told.sheet)}
        for name in _REASONS:
            facts[name] = None if told.is_copy else getattr(referral, name)
        for limit in _DELAYS:
            late = not told.is_copy and is_late(self._mechanism, referral, limit)
            facts[_OVERDUE[limit]] = late
        return facts

    def _handoffs(self, case: str, response: httpx.Response) -> tuple[Any, Any]:
        told = {
            self._name(item["id"]): (item["status"], item["end_reason"], _sheet(item["sheet"]))
            for item in items_of(response)
        }
        right = {}
        for handoff in self._mechanism.of_case(self._mechanism.handoffs, case):
            found = handoff_as_told(
                self._mechanism, self._here, handoff, coordinates=self._coordinates
            )
            if found is not None:
                right[handoff.name] = self._offer(handoff, found)
        return told, right

    @staticmethod
    def _offer(handoff: Handoff, found: Shown) -> tuple[str, str | None, Facts | None]:
        return found.status, handoff.end_reason, _right_sheet(found.sheet)


def _beyond(some: Any, others: Any) -> Any:
    """Leave out what both say."""
    if not isinstance(some, dict) or not isinstance(others, dict):
        return some
    return {name: value for name, value in some.items() if others.get(name, ()) != value}


def _sheet(sheet: Any) -> Facts | None:
    if sheet is None:
        return None
    return {name: sheet[name] for name in ("risk_flags", "treated_as_child", "do_not_contact")}


def _right_sheet(sheet: Sheet | None) -> Facts | None:
    if sheet is None:
        return None
    return {
        "risk_flags": sorted(sheet.flags | sheet.case_flags), "treated_as_child": sheet.child,
        "do_not_contact": sheet.do_not_contact,
    }  # fmt: skip
