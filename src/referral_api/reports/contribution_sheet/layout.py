"""Where each thing stands on the form: what the template writes and what the reading looks for."""

from referral_api.domain.codelists.programme import CountUnit, Pillar, Population
from referral_api.domain.programme.contributions.form import CELLS

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES = 256 * 1024
# A form that was filled in after the layout changed would be read wrongly: it says which it is.
MARK_CELL, MARK = "H1", "Formulaire C1"
YEAR_CELL, QUARTER_CELL, REFERENCE_CELL = "B4", "B5", "B6"
HEADER_ROW, FIRST_ROW = 8, 9
HEADS = (
    "Axe", "Unité de compte", *(Population(cell).fr for cell in CELLS), "Total",
)  # fmt: skip
# By member of a line: its column. Column A says the pillar.
COLUMNS = dict(zip(("unit", *CELLS, "total"), "BCDEFGH", strict=True))
# Two lines for each pillar, as one may count two things.
ROWS = dict(enumerate((pillar for pillar in Pillar for _ in range(2)), FIRST_ROW))
LAST_ROW = max(ROWS)
UNITS = {unit.fr: unit.value for unit in CountUnit}
MOST = 99_999_999
