"""The figures, and the dates by which they count, as lists of codes with their labels."""

from typing import cast

from referral_api.domain.codelists.code import Code
from referral_api.domain.figures.aggregates.names import KNOWN_FROM_ELSEWHERE
from referral_api.domain.figures.definitions.table import DEFINITIONS
from referral_api.pages.words.catalogues import label_of, say

# The dates that are no member of a record: what else has a label there.
_DATES = {
    "asked_at": "Asked on", "began_at": "Begun on", "both_at": "Both known on",
    "carried_out_at": "Carried out on", "met_at": "Met on", "outcome_at": "Outcome on",
    "paid_at": "Paid on", "period": "Period", "reconsidered_at": "Reconsidered on",
    "refused_at": "Refused on", "screened_on": "Screened on", "stated_at": "Stated on",
    "told_at": "Told on",
}  # fmt: skip


def _listed(name: str, labels: dict[str, tuple[str, str]]) -> type[Code]:
    """Make a list of codes of what a file or a table holds."""
    members = {f"C{number}": (code, *both) for number, (code, both) in enumerate(labels.items())}
    return cast("type[Code]", Code(name, members))  # type: ignore[arg-type]


def _date_label(date: str, language: str) -> str:
    return say(_DATES[date], language) if date in _DATES else label_of(date, language)


# Of totals that were counted elsewhere, too.
FIGURES = _listed("FigureName", {
    **KNOWN_FROM_ELSEWHERE, **{code: (each.fr, each.en) for code, each in DEFINITIONS.items()},
})  # fmt: skip
REFERENCE_DATES = _listed("ReferenceDate", {
    date: (_date_label(date, "fr"), _date_label(date, "en"))
    for date in sorted({each.date for each in DEFINITIONS.values() if each.date})
})  # fmt: skip
