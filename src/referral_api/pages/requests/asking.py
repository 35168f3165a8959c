"""Asking for help: what is needed, then who can help and what covers it; sent in one step.

Two operations run in one transaction, so there are two events. What cannot be sent is kept as a
draft, and the page of the draft says why.
"""

from dataclasses import replace
from typing import Any

from fastapi import Response

from referral_api.domain.codelists.consents import ConsentStatus
from referral_api.domain.codelists.directory import ServiceState
from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.codelists.territory import Region
from referral_api.errors import MalformedInput, ServiceError
from referral_api.http.etags import make_etag
from referral_api.pages.acts.choices import MORE, narrowing_of, offer, read_offered
from referral_api.pages.acts.coded import find_code
from referral_api.pages.acts.due import end_of
from referral_api.pages.acts.filled import payload_of
from referral_api.pages.acts.forms import (
    KEY,
    retry_form,
    send_form,
)
from referral_api.pages.acts.leading import lead_to, led_to
from referral_api.pages.acts.lists import members_of
from referral_api.pages.acts.running import check_body, check_ids, run
from referral_api.pages.by_hand import Choice, Offered
from referral_api.pages.forms.reading import Fields
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.rendering import code_label
from referral_api.pages.requests.reasons import WHY, sign_of
from referral_api.pages.visit import PageContext, Visit
from referral_api.pages.words.catalogues import say
from referral_api.pages.words.formats import write_instant

THEN, _SEND = "then", "send"


async def send_request(visit: Visit, operation: Operation, fields: Fields) -> Response:
    """Write a request and send it, both or, where it cannot be sent, the draft alone."""
    sending = OPERATIONS["send_referral"]
    if fields.one(THEN) != _SEND or fields.one(MORE) or not visit.may(sending.permission):
        return await send_form(visit, operation, fields)
    try:
        return await _create(visit, operation, fields, sending)
    except NotSent as kept:
        refusal = kept.refusal
        if refusal.status not in {409, 412, 422}:
            raise refusal from None
        await visit.record(refusal)
        place = await _create(visit, operation, fields, None)
        location = place.headers["location"]
        return lead_to(f"{location}&{WHY}={sign_of(type(refusal))}")
    except ServiceError as refusal:
        return await retry_form(visit, operation, fields, refusal)


class NotSent(Exception):
    """The request was written, but cannot be sent."""

    def __init__(self, refusal: ServiceError) -> None:
        super().__init__()
        self.refusal = refusal


async def _create(
    visit: Visit, operation: Operation, fields: Fields, sending: Operation | None
) -> Response:
    visit.check(operation)
    key = fields.one(KEY)
    if not key:
        raise MalformedInput(errors=[{"pointer": "", "code": "missing"}])
    values = check_body(operation, payload_of(visit, operation, fields))
    refused: ServiceError | None = None
    try:
        async with visit.open(operation, key=key) as call:
            sent = await call.find_sent()
            if sent is not None:
                return lead_to(sent)
            call.leads_to = lambda result: led_to(visit, sending or operation, result)
            result = await run(call, operation, values)
            if sending is not None:
                try:
                    await _send(visit, call, sending, members_of(result))
                except ServiceError as refusal:
                    refused = refusal
                    raise
    except ServiceError:
        if refused is None:
            raise
        raise NotSent(refused) from None
    return lead_to(led_to(visit, sending or operation, result))


async def _send(visit: Visit, call: PageContext, sending: Operation, made: Any) -> None:
    # What is refused from here on is the sending.
    visit.check(sending)
    beside = replace(call.beside(sending), key=None, if_match=make_etag(int(made["version"])))
    await run(beside, sending, check_ids(sending, {"referral_id": str(made["id"])}))


async def choose_receiver(visit: Visit, call: PageContext, fields: Fields) -> Offered:
    """Return the organisations that give the service and are open; else all organisations."""
    service_type = fields.one("service_type")
    if not service_type:
        return Offered([])
    names = await visit.names(call)
    services, offered = await _read(visit, call, fields, "list_services", {
        "service_type": service_type, "state": ServiceState.ACTIVE,
        "status": EntryStatus.REGISTERED,
    })  # fmt: skip
    found: dict[str, Choice] = {}
    for item in services:
        organisation = str(item["organisation_id"])
        text = [names.get(organisation, ""), str(item["name"]), _region(item, visit.language)]
        found.setdefault(organisation, Choice(organisation, " · ".join(filter(None, text))))
    if found:
        return replace(offered, choices=list(found.values()))
    every, offered = await _read(visit, call, fields, "list_organisations", {"active": "true"})
    own = str(visit.session.actor.organisation_id)
    return replace(offered, choices=[
        Choice(str(item["id"]), f"{item['name']} · {_regions(item, visit.language)}".rstrip(" ·"))
        for item in every
        if str(item["id"]) != own
    ])  # fmt: skip


async def _read(
    visit: Visit, call: PageContext, fields: Fields, name: str, fixed: dict[str, str]
) -> tuple[list[Any], Offered]:
    """Read a list of receivers, and what it can be narrowed by."""
    listing = OPERATIONS[name]
    given = narrowing_of("receiver_id", listing, fields) | fixed
    items, after = await read_offered(visit, call, listing, given)
    return list(map(members_of, items)), offer(listing, given, [], after, fixed)


async def choose_consent_at_last(visit: Visit, call: PageContext, fields: Fields) -> Offered:
    """Return the consents in the second step alone: the first does not ask."""
    return await choose_consent(visit, call, fields) if fields.one("service_type") else Offered([])


async def choose_consent(visit: Visit, call: PageContext, fields: Fields) -> Offered:
    """Return the consents of the file that are in force, each with whom it covers."""
    case_id = fields.one("case_id")
    names, listing = await visit.names(call), OPERATIONS["list_consents"]
    fixed = {"case_id": case_id} if case_id else {}
    given = narrowing_of("consent_id", listing, fields) | fixed
    items, after = await read_offered(visit, call, listing, given)
    consents = [
        Choice(str(item["id"]), _consent_words(item, names, visit.language))
        for item in map(members_of, items)
        if item["status"] in {ConsentStatus.ACTIVE, ConsentStatus.PROVISIONAL}
    ]
    return offer(listing, given, consents, after)


def _consent_words(item: Any, names: Any, language: str) -> str:
    recipients = ", ".join(names.get(str(each), "") for each in item["recipients"])
    said = say("of %(time)s, for %(names)s", language)
    return said.replace("%(time)s", write_instant(end_of(item["recorded_at"]), language)).replace(
        "%(names)s", recipients
    )


def _region(item: Any, language: str) -> str:
    return code_label(find_code(str(item["region"]), (Region,)), language)


def _regions(item: Any, language: str) -> str:
    return ", ".join(
        code_label(find_code(str(each), (Region,)), language) for each in item["regions"][:3]
    )
