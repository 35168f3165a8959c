"""The story from the first meeting to the audit, played against a running service."""

from collections.abc import Callable
from pathlib import Path

import typer

from referral_api.demo.audit_log import audit
from referral_api.demo.client import Partners
from referral_api.demo.first_contact import consent, identify, meet
from referral_api.demo.handoffs import hand_over
from referral_api.demo.referral import refer, withdraw
from referral_api.demo.stage import Stage, StoryBroken, Words

_PROLOGUE = (
    "Une histoire fictive, jouée contre {address} par des agents inventés.",
    "An invented story, played against {address} by invented agents.",
)
_HELD = (
    "L'histoire s'est déroulée comme prévu : {requests} requêtes, {requests} réponses attendues.",
    "The story went as it must: {requests} requests, {requests} expected replies.",
)


def play(address: str, issuer: str, keys: Path, language: str) -> bool:
    """Play the story; return whether every response was the expected one."""
    stage = Stage(Partners(address, issuer, keys, language), language)
    return told_to_its_end(stage, _PROLOGUE, address, lambda: _play(stage))


def told_to_its_end(
    stage: Stage, prologue: Words, address: str, scenes: Callable[[], None]
) -> bool:
    """Play the scenes of a story; say how it went, and return whether it went as it must."""
    typer.echo(stage.say(prologue, address=address))
    try:
        scenes()
    except StoryBroken as broken:
        typer.secho(f"\n{broken}", fg="red", bold=True)
        return False
    finally:
        stage.close()
    typer.secho(f"\n{stage.say(_HELD, requests=stage.requests)}", fg="green", bold=True)
    return True


def _play(stage: Stage) -> None:
    case = str(meet(stage)["id"])
    identify(stage, case)
    consents = consent(stage, case)
    referral = refer(stage, case, consents["centre-bamako"])
    hand_over(stage, case, consents)
    withdraw(stage, case, consents["centre-bamako"], referral)
    audit(stage, case)
