"""The register of aggregates."""

from referral_api.domain.codelists.aggregates import AggregateKind
from referral_api.domain.figures.aggregates.schemas import AggregateContents, AggregateRead
from referral_api.domain.figures.aggregates.tables import Aggregate
from referral_api.domain.records.entries.filters import between, same
from referral_api.domain.records.entries.register import Acts, Faults, Register
from referral_api.permissions import AggregatePermission as May


def _faults(aggregate: AggregateContents) -> Faults:
    if aggregate.before <= aggregate.since:
        yield "before", "out_of_range"
    if aggregate.value is None and aggregate.kind is not AggregateKind.APPROXIMATE:
        yield "value", "missing"


AGGREGATES = Register(
    Aggregate, AggregateRead, AggregateContents,
    Acts(May.REGISTER, May.READ, May.LIST, May.CORRECT, May.WITHDRAW),
    filters=same(Aggregate, "code") | between(Aggregate, "since"), decimals=("value",),
    faults=_faults,
)  # fmt: skip
