"""The network that answers: a night, a man and a family, and a partner that is told of it."""

from contextlib import suppress
from pathlib import Path

from referral_api.demo.client import Partners
from referral_api.demo.data import organisation
from referral_api.demo.family import keep_together
from referral_api.demo.gao import find_something_else
from referral_api.demo.network_directory import open_directory
from referral_api.demo.night import shelter_tonight
from referral_api.demo.receiver import PartnerReceiver
from referral_api.demo.stage import Answer, Stage, StoryBroken, Words
from referral_api.demo.story import told_to_its_end

_PROLOGUE: Words = (
    "Un réseau qui répond, joué contre {address} : tout est inventé.",
    "A network that answers, played against {address}: everything is invented.",
)
_PARTNER = "brtmteh"
_TYPES = [
    "referral:name_shelter", "referral:send", "referral:accept", "referral:cancel",
    "referral:start",
]  # fmt: skip
_PATH = "/v1/webhook-subscriptions"
# The service asks an address for its consent twice a minute, and sends within seconds.
_ASKED_WITHIN, _SENT_WITHIN = 90, 30


def play_network(address: str, issuer: str, keys: Path, language: str) -> bool:
    """Play it with a receiver of the partner's own; return whether all went as it must."""
    stage = Stage(Partners(address, issuer, keys, language), language)
    with PartnerReceiver() as receiver:
        return told_to_its_end(stage, _PROLOGUE, address, lambda: _play(stage, receiver))


def _play(stage: Stage, receiver: PartnerReceiver) -> None:
    stage.title(("0. Le système d'un partenaire", "0. A partner's system"))
    made = stage.act_as_system(
        _PARTNER,
        ("veut être averti à sa propre adresse, sur cette machine.",
         "wants to be told at its own address, on this machine."),
        "POST", _PATH, {"url": receiver.url, "event_types": _TYPES}, expect=201,
    )  # fmt: skip
    try:
        _play_scenes(stage, receiver, made)
    finally:
        # A story that broke leaves no address that is tried for days.
        with suppress(StoryBroken):
            _end_subscription(stage, made)


def _play_scenes(stage: Stage, receiver: PartnerReceiver, made: Answer) -> None:
    receiver.trust(made["secret"])
    open_directory(stage)
    stage.expect(
        ("Le service a demandé à l'adresse si elle y consent.",
         "The service has asked the address whether it consents."),
        receiver.waits_for(lambda heard: heard.was_asked, _ASKED_WITHIN),
    )  # fmt: skip
    silent, found = shelter_tonight(stage)
    find_something_else(stage)
    keep_together(stage)
    _tell_what_came(stage, receiver, silent, found)


def _tell_what_came(stage: Stage, receiver: PartnerReceiver, silent: str, found: str) -> None:
    """Each signature was verified; of each referral the order is that of what happened."""
    name = organisation(_PARTNER).short
    received: Words = (f"5. Ce que {name} a reçu", f"5. What {name} received")
    stage.title(received)
    wanted = {
        silent: ["referral:send", "referral:cancel"],
        found: ["referral:name_shelter", "referral:send", "referral:accept", "referral:start"],
    }
    in_order = receiver.waits_for(
        lambda heard: wanted.items() <= heard.types_by_subject().items(), _SENT_WITHIN
    )
    for number, event in enumerate(receiver.received, 1):
        stage.tell(("{n}. {type}, {subject} : signature vérifiée.",
                    "{n}. {type}, {subject}: signature verified."),
                   n=number, type=event["type"],
                   subject=f"…{event['data']['subject_id'][-6:]}")  # fmt: skip
    stage.expect(
        ("Les événements de chaque référencement sont venus dans l'ordre.",
         "The events of each referral came in order."), in_order,
    )  # fmt: skip
    stage.expect(("Aucune signature n'était fausse.", "No signature was wrong."),
                 receiver.forged == 0)  # fmt: skip


def _end_subscription(stage: Stage, made: Answer) -> None:
    ends: Words = ("ne veut plus être averti.", "wants to be told no longer.")
    path = f"{_PATH}/{made['id']}"
    seen = stage.act_as_system(_PARTNER, ("relit son abonnement.", "reads it."), "GET", path)
    stage.act_as_system(_PARTNER, ends, "POST", f"{path}/disable", etag=seen.etag)
