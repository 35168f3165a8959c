"""The operations of the API that have no page, each with the reason: they are for programs."""

_BATCH = "Many rows at once are for programs; a person fills one form after the other."
_FILE = "A table of people is sent by a program: a file of names has no place on a telephone."
_FEED = "A program follows events and keeps its place among them."

LEFT_OUT: dict[str, str] = {
    "begin_import": _FILE,
    "check_import": _FILE,
    "create_referrals": _BATCH,
    "follow_outgoing_events": _FEED,
    "record_consents": _BATCH,
    "record_identities": _BATCH,
    "register_cases": _BATCH,
}
