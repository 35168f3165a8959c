"""The page of figures: what each counts, by which date, divided by what, for whom."""

from collections import defaultdict

from referral_api.domain.figures.definitions import table as definitions
from referral_api.domain.figures.definitions.definition import Definition, Measure
from referral_api.generated_docs.markdown import codes, prose, table

_HEADINGS = {
    "identification": "Identification", "protection": "Protection",
    "referral": "Référencement · Referral", "network": "Réseau · Network",
    "prevention": "Prévention · Prevention",
    "partnership": "Partenariat · Partnership", "plan": "Plan d'action · Action plan",
    "quality": "Qualité des données · Data quality", "access": "Accès · Access",
}  # fmt: skip
_HEAD = ("Code", "Français", "English", "Unit", "Counts", "Date", "By", "Hidden", "Country for")
_NOTES = """\
- **Unit**: what is counted, and how: a number unless a measure stands beside it. Medians, centiles
  and shares are rounded half up to two decimals, once; sums are exact.
- **Counts**: the rows and, after the colon, the conditions of a row that counts; each is explained
  in `domain/figures/definitions/relations`. *ever*: a person counts once, at the first such event
  of all years; *ever_last*: at the last; *in_period*: once in each period that is asked for.
  Whoever has several files is one person of the attributes of the earliest file that is neither a
  duplicate nor opened in error; where the files differ in sex, it is not determined.
- **Date**: the only date by which a row falls in a period; *period*: whatever was in force in it;
  without a date it is a stock, as of the cut.
- **Hidden**: what may be shown outside the coordination (part two). k: cells below k with their
  complement; m: only over a large base; n: the nation and the year only; none: as it is.
- **Country for**: who counts the country. Whoever else may count counts its own rows.
- A value that is not known has a cell of its own and is never spread over others; what was not told
  is no zero.
"""


def write() -> str:
    """Write the page."""
    rows: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for definition in definitions.DEFINITIONS.values():
        rows[definition.code.partition(".")[0]].append(_row(definition))
    parts = ["# Figures (chiffres)\n", f"{prose(definitions)}\n", _NOTES]
    for heading, title in _HEADINGS.items():
        parts += [f"## {title}\n", table(_HEAD, rows.pop(heading))]
    if rows:
        raise LookupError(f"these headings have no title: {sorted(rows)}")
    return "\n".join(parts)


def _row(definition: Definition) -> tuple[str, ...]:
    measure = "" if definition.measure is Measure.NUMBER else f", {definition.measure}"
    once = "" if definition.once == "each" else f", {definition.once}"
    conditions = f": {codes(definition.filters)}" if definition.filters else ""
    return (
        f"`{definition.code}` v{definition.version}", definition.fr, definition.en,
        f"{definition.unit}{measure}", f"`{definition.source}`{conditions}{once}",
        f"`{definition.date}`" if definition.date else "cut", codes(definition.dimensions),
        definition.suppression, definition.audience,
    )  # fmt: skip
