"""The tables of the DOCX: title above, a head that each page repeats, the lines below."""

from collections.abc import Iterable
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches
from docx.text.paragraph import Paragraph as WordParagraph

from referral_api.reports.docx.look import BELOW, CELL_SIZES, cell_style
from referral_api.reports.plots.style import WIDTH
from referral_api.reports.printed import PrintedCell, PrintedNote, PrintedTable

_MANY_COLUMNS = 7
_MARGIN = "60"  # twentieths of a point


def add_table(word: WordDocument, printed: PrintedTable) -> None:
    title = word.add_paragraph(style="Caption")
    add_lines(title, (printed.title,))
    cite(title, printed.notes)
    table = word.add_table(rows=0, cols=len(printed.heads), style="Table Grid")
    table.autofit = False
    shares = sum(printed.widths)
    widths = [Inches(WIDTH * share / shares) for share in printed.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    size = CELL_SIZES[len(printed.heads) > _MANY_COLUMNS]
    for cells in (printed.heads, *printed.rows):
        for target, cell, width in zip(table.add_row().cells, cells, widths, strict=True):
            target.width = width
            _fill(target.paragraphs[0], cell, size=size, head=cells is printed.heads)
    element = next(word.element.body.iterchildren(qn("w:tbl"), reversed=True))
    _describe(element.tblPr, printed.title)
    _keep_rows_whole(element.tr_lst)
    for line in printed.below:
        add_lines(word.add_paragraph(style=BELOW), (line,))


def add_lines(paragraph: WordParagraph, lines: Iterable[str]) -> None:
    """Add lines with breaks between them."""
    paragraph.add_run("\n".join(lines))


def cite(paragraph: WordParagraph, notes: tuple[PrintedNote, ...]) -> None:
    """Add the raised numbers of footnotes, whose text stands at the end."""
    if notes:
        numbers = ", ".join(str(note.number) for note in notes)
        paragraph.add_run(numbers).font.superscript = True


def _fill(paragraph: WordParagraph, cell: PrintedCell, *, size: float, head: bool) -> None:
    paragraph.style = cell_style(size, is_figure=cell.is_figure, head=head)
    add_lines(paragraph, (cell.text,))
    cite(paragraph, cell.notes)


def _describe(properties: Any, title: str) -> None:
    """Give the table narrow margins and its alternative text, which python-docx does not offer."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), _MARGIN)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.find(qn("w:tblLook")).addprevious(margins)
    for name in ("w:tblCaption", "w:tblDescription"):
        element = OxmlElement(name)
        element.set(qn("w:val"), title)
        properties.append(element)


def _keep_rows_whole(rows: list[Any]) -> None:
    """Let no page end within a row, and let the head stand on each page."""
    for position, row in enumerate(rows):
        properties = row.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if position == 0:
            properties.append(OxmlElement("w:tblHeader"))
