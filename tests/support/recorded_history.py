"""Images of counted rows, written as the triggers write them, with any dates and in any order."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any, Self
from uuid import UUID

import asyncpg
from uuid_utils.compat import uuid7

_END = (
    "UPDATE {table} SET ended = pg_current_xact_id(),"
    " ended_generation = (SELECT number FROM generation) WHERE row_id = $1 AND ended IS NULL"
)
_BEGIN = (
    "INSERT INTO {table} (row_id, generation, {columns})"
    " VALUES ($1, (SELECT number FROM generation), {values})"
)


class History:
    """The counted rows of one organisation, as they stand. Each change is a transaction."""

    def __init__(self, owner: asyncpg.Pool, organisation_id: UUID, seed: int, year: int) -> None:
        self._owner, self._us, self._year = owner, organisation_id, year
        self._draw = Random(seed)
        self._rows: dict[str, dict[UUID, dict[str, Any]]] = {
            "counted_case": {}, "counted_decision": {}, "counted_referral": {},
        }  # fmt: skip
        self._persons: set[UUID] = set()

    @property
    def cases(self) -> dict[UUID, dict[str, Any]]:
        """The files as they stand now."""
        return dict(self._rows["counted_case"])

    async def go_on(self, changes: int) -> Self:
        """Let so many things happen: new rows, corrections, closures, other dates, erasures."""
        for _ in range(changes):
            table = self._draw.choice([*self._rows, "counted_case", "counted_referral"])
            rows = self._rows[table]
            if table != "counted_case" and not self._rows["counted_case"]:
                continue
            if not rows or self._draw.random() < 0.35:
                await self._write(table, uuid7(), self._new(table))
            elif self._draw.random() < 0.06:
                await self.erase(table, self._draw.choice(list(rows)))
            else:
                row_id = self._draw.choice(list(rows))
                drawn = self._new(table)
                changed = self._draw.sample(sorted(drawn.keys() - {"case_id"}), 2)
                image = rows[row_id] | {name: drawn[name] for name in changed}
                await self._write(table, row_id, image)
        return self

    async def register(self, **told: Any) -> None:
        """Let one person be registered, with what is told of it and no reason against counting."""
        plain = {"age_band": "25_59", "age_in_doubt": False, "closure_reason": None}
        await self._write("counted_case", uuid7(), self._new("counted_case") | plain | told)

    async def draw_persons(self) -> None:
        """Link some files anew, each to one that is older, and part all others."""
        for row_id in list(self._persons):
            await self._owner.execute(_END.format(table="counted_person"), row_id)
        self._persons.clear()
        drawn = self._draw.sample(sorted(self.cases), min(len(self.cases), 15))
        while len(drawn) > 2:
            several = sorted(
                (drawn.pop() for _ in range(3)),
                key=lambda each: (self.cases[each]["registered_at"], each),
            )
            for row_id in several[1:]:
                self._persons.add(row_id)
                await self._begin("counted_person", row_id, {"root_id": several[0]})

    async def erase(self, table: str, row_id: UUID) -> None:
        """End the last image of a row: nothing of it stands any more."""
        self._rows[table].pop(row_id, None)
        await self._owner.execute(_END.format(table=table), row_id)

    async def _write(self, table: str, row_id: UUID, image: dict[str, Any]) -> None:
        self._rows[table][row_id] = image
        await self._begin(table, row_id, image)

    async def _begin(self, table: str, row_id: UUID, image: dict[str, Any]) -> None:
        values = ", ".join(f"${n}" for n in range(2, len(image) + 2))
        begin = _BEGIN.format(table=table, columns=", ".join(image), values=values)
        async with self._owner.acquire() as connection, connection.transaction():
            await connection.execute(_END.format(table=table), row_id)
            await connection.execute(begin, row_id, *image.values())

    def _new(self, table: str) -> dict[str, Any]:
        draw = self._draw.choice
        if table == "counted_case":
            return {
                "sex": draw(["female", "male", "unknown"]), "age_band": draw(["6_11", "25_59"]),
                "age_in_doubt": draw([False, False, True]), "region": draw(["GAO", "KAYES", None]),
                "status": draw(["presumed", "identified", "not_identified"]),
                "closure_reason": draw([None, None, None, "duplicate", "reintegrated"]),
                "registered_by_organisation_id": self._us, "registered_at": self._instant(),
            }  # fmt: skip
        case_id = draw(list(self._rows["counted_case"]) or [uuid7()])
        if table == "counted_decision":
            return {
                "case_id": case_id, "to_status": draw(["presumed", "identified"]),
                "forms": draw([[], ["MENDICITE_FORCEE"], ["MENDICITE_FORCEE", "SERVITUDE_DETTES"]]),
                "organisation_id": self._us, "decided_at": self._instant(),
            }  # fmt: skip
        return {
            "case_id": case_id, "status": draw(["requested", "accepted", "entered_in_error"]),
            "sender_id": self._us, "service_type": draw(["shelter", "medical_care"]),
            "priority": draw(["urgent", "routine"]), "sent_at": draw([None, self._instant()]),
            "accepted_at": draw([None, self._instant()]),
            "started_at": draw([None, self._instant()]),
        }  # fmt: skip

    def _instant(self) -> datetime:
        year = self._draw.choice([self._year - 1, self._year, self._year])
        return datetime.fromisoformat(f"{year}-0{self._draw.randint(1, 9)}-15T12:00:00+00:00")


def differs(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> dict[Any, int]:
    """Subtract the cells of two answers by their dimensions, without those that are equal."""
    cells: dict[Any, int] = {}
    for sign, side in ((-1, before), (1, after)):
        for cell in side:
            place = tuple(sorted(cell["by"].items()))
            cells[place] = cells.get(place, 0) + sign * cell["value"]
    return {place: value for place, value in cells.items() if value}
