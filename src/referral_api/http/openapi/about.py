"""What the contract says about itself: title, licence, contact, and the groups of operations."""

from typing import Any

TITLE = "Referral API"
DESCRIPTION = """\
Register, refer, hand over and audit the cases of trafficking victims.

Every change names the version that it was made on (`If-Match`); every POST that creates carries an
`Idempotency-Key`; errors are problem details (RFC 9457) with a stable `code`. The words of problems
follow `Accept-Language`: `fr` by default, or `en`.
"""
LICENCE = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
CONTACT = {"name": "The operator of this installation"}
SERVERS = [{"url": "/", "description": "This installation."}]
BEARER = "An access token (RFC 9068), from `POST /oauth2/token` or a recognised outside issuer."

# In the order in which a reader meets them.
TAGS = {
    "cases": "The files of people who may be victims, without their identity.",
    "batches": "One request for many people, each row by the rules of one act.",
    "imports": "Tables of people as CSV or as a workbook.",
    "case code pads": "True codes of cases for paper and the telephone.",
    "identities": "Who the person is, sealed and kept apart from the file.",
    "case relations": "Who belongs together: mother and child, siblings, a group found together.",
    "duplicate candidates": "Files whose person may have been registered elsewhere too.",
    "person links": "Two files of one person, linked by two people of two organisations.",
    "decisions": "The steps of identification. Help depends on none of them.",
    "screenings": "Conversations by a published instrument. Their advice decides nothing.",
    "exploitations": "What was done to the person, episode by episode.",
    "profiles": "What statistics disaggregate by. Nothing of it is a condition for help.",
    "reconsiderations": "Asking that a negative decision is taken up again, by somebody else.",
    "consents": "What the person agreed to, and the legal grounds that may replace it.",
    "referrals": "Asking a service to help the person, and the replies.",
    "referral groups": "Several persons referred, received and handed over in one act.",
    "tips": "What somebody has seen, who follows it up, and what the reporter learns of it.",
    "incidents": "Events of trafficking; cases hang on them.",
    "contacts": "Persons who were met, and of whom there is no file.",
    "stays": "Who is expected, present, away for a while, or gone at a host.",
    "stay incidents": "What happened during a stay. A complaint about staff goes past the host.",
    "check-ins": "What the escort says on the road.",
    "child protection": "The organisation that protects a child. The coordination names one, too.",
    "guardians": "Who stands in for a child's parents. Help waits for none.",
    "age assessments": "How old a person is, on serious doubt only. In doubt it is a child.",
    "best interests": "What is best for a child: assessed by one, determined by a panel.",
    "own views": "What the person says of it, and what a refusal stops.",
    "tracings": "Looking for relatives at the person's wish, and never for an alleged trafficker.",
    "assessments": "What the person needs, and what endangers them.",
    "services given": "What the person was offered, replied, and was given.",
    "follow-ups": "How the person is, some months after leaving.",
    "support plans": "The goals that are agreed with the person, and how far they are.",
    "means": "Money asked for a person, granted or refused, and paid.",
    "measures": "What is decided for the person, and by whom. Help waits for none.",
    "calls": "What a receiver said on the telephone, recorded by whoever called it back.",
    "handoffs": "Moving a case, or the investigation of it, to another organisation.",
    "handoff requests": "Asking to be responsible for a case that one can see.",
    "identity orders": "A magistrate's order that opens the identity to the investigation.",
    "accusations": "Which organisation of justice accuses the person.",
    "alerts": "What the coordination is told without having asked.",
    "notices": "What waits for you or your organisation, and what nobody answered in time.",
    "capacity": "How many places an organisation has, and whether one is free.",
    "placements": "Finding a place for a need, and the needs that nobody could meet.",
    "services": "What the organisations of the network offer, to whom, where and when.",
    "places": "The places of a service, by unit.",
    "locations": "Where services are, and their true address for whoever must go there.",
    "road states": "Whether people can travel to a region or a cercle.",
    "contribution requests": "Who asks the country for its numbers, who is called, who answered.",
    "contributions": "The totals of structures that register no cases.",
    "organisations": "The bodies that join the mechanism.",
    "agents": "The people who act for an organisation.",
    "webhook subscriptions": "Telling a partner system of events at its own address.",
    "clients": "The partner systems of an organisation, and their public keys.",
    "pending changes": "Changes that wait for a second administrator.",
    "prevention activities": "What was done to prevent trafficking, where, and for how many.",
    "programme documents": "Manuals, forms and other tools, each by its title, edition and hash.",
    "legal texts": "Laws and other texts with three dates: bill, adoption, entry into force.",
    "partners": "Who helps the mechanism: national, international and State partners.",
    "partner agreements": "What partners agreed to, and until when.",
    "partner contributions": "What partners and organisations gave, in kind and money.",
    "staff counts": "The staff of an organisation by profession, and how many are trained.",
    "plan objectives": "What the national action plan wants to attain.",
    "plan indicators": "By what an objective is measured: its base and its target.",
    "plan values": "What an indicator was in a year.",
    "report texts": "The report's prose: one block for each pillar and year.",
    "outgoing events": "What happened to an organisation's cases, referrals and handoffs.",
    "aggregates": "Totals of past years and of others, shown apart from what is counted.",
    "series breaks": "From which year on the numbers of a figure do not compare with before.",
    "reports": "The country's yearly contribution, as data and as documents.",
    "figures": "What the country counts, with answers that stay the same.",
    "audit": "The audit log, for auditors.",
    "codelists": "Every code with its French and English labels.",
    "tokens": "Getting an access token, and verifying one.",
    "health": "Whether the process runs and can serve.",
}


def add_about(schema: dict[str, Any]) -> None:
    """Write what the contract says about itself into an OpenAPI document."""
    schema["info"] |= {"license": LICENCE, "contact": CONTACT}
    schema["servers"] = SERVERS
    used = {tag for methods in schema["paths"].values() for one in methods.values()
            for tag in one["tags"]}  # fmt: skip
    schema["tags"] = [
        {"name": name, "description": text} for name, text in TAGS.items() if name in used
    ]
    for methods in schema["paths"].values():
        for operation in methods.values():
            # Said of those that need no token, too: nothing is left to a default.
            operation.setdefault("security", [])
    for scheme in schema["components"]["securitySchemes"].values():
        scheme["description"] = BEARER
