"""The last scene: the auditor sees every act, and nothing about the person."""

from collections.abc import Mapping
from typing import Any

import typer

from referral_api.demo.data import AGENTS, ORGANISATIONS
from referral_api.demo.stage import Stage, StoryBroken

_AGENTS = {str(agent.id): agent.name for agent in AGENTS}
_ORGANISATIONS = {str(body.id): body.short for body in ORGANISATIONS}
_REFUSED = ("refusé", "refused")
_UNSEEN = (
    "Le journal ne montre pas tous les refus de l'histoire.",
    "The audit log does not show every refusal of the story.",
)
# The refusals of the story: an act beyond a role, and three reads.
_REFUSALS = ["decision:record", "identity:read", "identity:read", "identity:read"]


def audit(stage: Stage, case: str) -> None:
    """The auditor may search the audit log and may not open the case."""
    stage.title(("7. Le contrôle", "7. The audit"))
    stage.act(
        "Tata",
        ("voudrait ouvrir le dossier : l'auditrice ne voit pas le contenu.",
         "would open the case: an auditor does not see the content."),
        "GET", f"/v1/cases/{case}", expect=403,
    )  # fmt: skip
    events = _all_events(stage, case)
    for event in events:
        typer.echo(f"     {_line(stage, event)}")
    refused = sorted(
        event["action"] for event in events
        if event["outcome"] == "refused" and event["action"] != "case:read"
    )  # fmt: skip
    if refused != _REFUSALS:
        raise StoryBroken(stage.say(_UNSEEN))


def _all_events(stage: Stage, case: str) -> list[dict[str, Any]]:
    words = (
        "lit le journal du dossier : qui a fait quoi, sans contenu.",
        "reads the audit log of the case: who did what, without content.",
    )
    path = f"/v1/audit/events?case_id={case}&limit=100"
    page = stage.act("Tata", words, "GET", path)
    events = list(page["items"])
    while page["next_cursor"]:
        words = ("tourne la page.", "turns the page.")
        page = stage.act("Tata", words, "GET", f"{path}&cursor={page['next_cursor']}")
        events += page["items"]
    return events[::-1]


def _line(stage: Stage, event: Mapping[str, Any]) -> str:
    when = event["recorded_at"][11:23]
    agent = _AGENTS.get(event["agent_id"], "–")
    home = _ORGANISATIONS.get(event["organisation_id"], "–")
    detail = "/".join(filter(None, (event["section"], event["code"])))
    what = event["action"] + (f" ({detail})" if detail else "")
    refused = stage.say(_REFUSED) if event["outcome"] == "refused" else ""
    return f"{when}  {agent:<15}  {home:<17}  {what:<46}  {refused}".rstrip()
