"""Where the service is known to depart from the rules: each is a switch, off in the oracle.

A walk switches on what is known, so that it finds what is not. Who mends one deletes its switch.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Departures:
    """``custody_grants``: to who took a case over, identity and health open by grants that are
    written once. What opened at the takeover stays when she withdraws; a second consent, and one
    that replaces the first, opens nothing that is open, and what the first opened closes with it;
    one of before the takeover opens nothing; one for whatever purpose opens.
    ``duty_covers_all``: a consent that rests beside a legal duty, for her identity, is renewed only
    by one that covers what the law opens as well.
    ``expiry_takes_a_version``: an act on a record that time has ended, at the version that was
    read, is stale: the expiry, written down meanwhile, has taken a version. It is made again.
    ``lapsed_places_count``: a place that time has freed counts as taken, where places are stated or
    an organisation leaves, until the timer has run. A walk then runs it first.
    ``offers_stay``: the offer of a first inquiry stays with who made it when the person has another
    custodian. That one can neither take it back nor make its own; where a person is to travel, it
    is still accepted, and her arrival then cannot be recorded.
    ``refusal_in_error``: a refusal that is marked as an error later is told to a former recorder as
    awaited.
    ``renewal_forgets``: a renewed consent that forbids to contact her is not heeded in the sheets
    that are open.
    ``silence_keeps_open``: where silence has agreed to a cancellation, the sections of the receiver
    stay open until the timer has run. A walk then runs it at once.
    """

    custody_grants: bool = False
    duty_covers_all: bool = False
    expiry_takes_a_version: bool = False
    lapsed_places_count: bool = False
    offers_stay: bool = False
    refusal_in_error: bool = False
    renewal_forgets: bool = False
    silence_keeps_open: bool = False

    def known(self) -> list[str]:
        """Name those that are switched on."""
        return [field.name for field in fields(self) if getattr(self, field.name)]


NONE = Departures()
TODAY = Departures(*[True] * len(fields(Departures)))
