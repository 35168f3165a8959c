"""The rows of a batch: each checked by itself, done by itself, and answered by itself."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import Field, ValidationError, WrapValidator

from referral_api.audit.refusals import record_refusals
from referral_api.database.attempts import attempt
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.many import BatchMode
from referral_api.errors import ServiceError, Unavailable
from referral_api.permissions import Permission
from referral_api.schemas import Payload

MOST_ROWS = 200
Body = TypeVar("Body", bound=Payload)


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that is malformed: what is wrong, as the validation says, without its values."""

    errors: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row: the record that it made, or why it was refused."""

    id: UUID | None = None
    result: Any = None
    refusal: ServiceError | WrongRow | None = None


def _keep(value: Any, check: Callable[[Any], Any]) -> Any:
    """Check one row; what is wrong with it does not make the others wrong."""
    try:
        return check(value)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        return WrongRow(tuple(dict(each) for each in found))


KEPT = WrapValidator(_keep)
ROWS: Any = Field(min_length=1, max_length=MOST_ROWS, description="One for each person.")


class Batch(Payload):
    """Rows that are done together. Mode ``all``: all of them, or none."""

    mode: BatchMode = Field(
        description="`all`: one refused row refuses all. `each`: the good rows are kept."
    )

    @property
    def given(self) -> Sequence[Any]:
        """The rows, each checked or a ``WrongRow``."""
        rows: Sequence[Any] = getattr(self, self.place)
        return rows

    @property
    def place(self) -> str:
        """The member that holds the rows."""
        return next(name for name in reversed(type(self).model_fields) if name != "mode")


class RowAct(Generic[Body]):
    """One act of a batch. ``of`` names the case that a row is about, for the order of locks and for
    the event of a refusal, which ``permission`` names.
    """

    def __init__(
        self, permission: Permission, do: Callable[[Body], Awaitable[tuple[UUID, Any]]],
        of: Callable[[Body], UUID],
    ) -> None:  # fmt: skip
        self.permission, self.do, self.of = permission, do, of


async def act_on_each(
    transaction: Transaction, mode: BatchMode, rows: Sequence[Any], act: RowAct[Any]
) -> list[Outcome]:
    """Do the act of each row. Mode ``all``: the refusal of one is raised, and names its row.

    The rows are done in the order of what they are about: of two batches at once, one waits. Mode
    ``each``: a refusal is recorded under the case of its row, as that of a single act is.
    """
    outcomes = {place: Outcome(refusal=row) for place, row in enumerate(rows) if _is_wrong(row)}
    refused: dict[UUID, list[str]] = {}
    good = [place for place in range(len(rows)) if place not in outcomes]
    for place in sorted(good, key=lambda place: str(act.of(rows[place]))):
        try:
            if mode is BatchMode.ALL:
                row_id, result = await act.do(rows[place])
            else:
                async with attempt(transaction):
                    row_id, result = await act.do(rows[place])
        except Unavailable:
            raise
        except ServiceError as refusal:
            case_id = refusal.case_id = refusal.case_id or act.of(rows[place])
            if mode is BatchMode.ALL:
                raise name_row(refusal, place) from None
            refused.setdefault(case_id, []).append(refusal.code)
            outcomes[place] = Outcome(refusal=refusal)
        else:
            outcomes[place] = Outcome(row_id, result)
    await record_refusals(transaction, act.permission, refused)
    return [outcomes[place] for place in range(len(rows))]


def name_row(refusal: ServiceError, place: int) -> ServiceError:
    """Let the refusal of a whole batch say of which row it is."""
    refusal.facts["row"] = place
    # Nothing is kept, and an expiry that came to light is found again.
    refusal.commit_partial = False
    return refusal


def _is_wrong(row: Any) -> bool:
    return isinstance(row, WrongRow)
