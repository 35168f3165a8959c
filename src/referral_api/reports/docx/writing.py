"""Writes a document as DOCX: real headings, heads of tables that repeat, pictures told in words."""

import io

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Inches, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from referral_api.reports import printing
from referral_api.reports.document import Document
from referral_api.reports.docx.look import BELOW, set_look, set_properties
from referral_api.reports.docx.package import stored
from referral_api.reports.docx.tables import add_lines, add_table, cite
from referral_api.reports.labels import WORDS
from referral_api.reports.plots import style
from referral_api.reports.plots.drawing import draw
from referral_api.reports.printed import (
    PrintedBlock,
    PrintedDocument,
    PrintedHeading,
    PrintedPlot,
    PrintedPoints,
    PrintedTable,
    PrintedText,
)


def write(document: Document) -> bytes:
    """Return the DOCX, the same bytes for the same document."""
    printed = printing.printed(document)
    word = docx.Document()
    set_look(word, language=document.language)
    set_properties(word, printed, document.date)
    _add_head(word, printed)
    for block in printed.blocks:
        _add(word, block, document.language)
    _add_notes(word, printed)
    _add_signature(word, printed)
    target = io.BytesIO()
    word.save(target)
    return stored(target.getvalue())


def _add_head(word: WordDocument, printed: PrintedDocument) -> None:
    for line in printed.header:
        _centred(word, line)
    for line in (printed.reference, printed.date):
        word.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    word.add_paragraph(printed.title, style="Title")
    if printed.subtitle:
        _centred(word, printed.subtitle).runs[0].bold = True


def _add(word: WordDocument, block: PrintedBlock, language: str) -> None:
    match block:
        case PrintedHeading():
            word.add_heading(block.text, level=min(block.level, 9))
        case PrintedText():
            paragraph = word.add_paragraph()
            if block.label:
                paragraph.add_run(f"{block.label} ").italic = True
            add_lines(paragraph, block.lines)
            cite(paragraph, block.notes)
        case PrintedPoints():
            _add_points(word, block)
        case PrintedTable():
            add_table(word, block)
        case PrintedPlot():
            _add_plot(word, block, language)


def _add_points(word: WordDocument, block: PrintedPoints) -> None:
    if block.title:
        title = word.add_paragraph()
        title.add_run(block.title).bold = True
        title.paragraph_format.keep_with_next = True
    for item in block.items:
        add_lines(word.add_paragraph(style="List Bullet"), item)


def _add_plot(word: WordDocument, block: PrintedPlot, language: str) -> None:
    title = word.add_paragraph(block.title, style="Caption")
    cite(title, block.notes)
    picture = io.BytesIO(draw(block.plot, language=language, kind="png"))
    word.add_picture(picture, width=Inches(style.WIDTH))
    paragraph = next(word.element.body.iterchildren(qn("w:p"), reversed=True))
    properties = next(paragraph.iter(qn("wp:docPr")))
    properties.set("title", block.title)
    properties.set("descr", block.alternative)
    word.paragraphs[-1].paragraph_format.keep_with_next = True
    for line in block.below:
        word.add_paragraph(line, style=BELOW)
    add_table(word, block.table)


def _add_notes(word: WordDocument, printed: PrintedDocument) -> None:
    if printed.notes:
        word.add_heading(WORDS[printed.language]["notes"], level=1)
    for note in printed.notes:
        paragraph = word.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(3)
        add_lines(paragraph, (f"{note.number}. {note.text}",))


def _add_signature(word: WordDocument, printed: PrintedDocument) -> None:
    for line in printed.signature:
        paragraph = word.add_paragraph()
        add_lines(paragraph, (line,))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.keep_with_next = line != printed.signature[-1]


def _centred(word: WordDocument, line: str) -> WordParagraph:
    paragraph = word.add_paragraph(line)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph
