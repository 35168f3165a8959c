"""How the DOCX looks, and what it says of itself: language, title, author and day."""

from datetime import date, datetime, time
from itertools import product

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from referral_api.reports.printed import PrintedDocument

_FONT = "Times New Roman"  # every word processor has it, or one with the same widths
_LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
CELL_SIZES = (8.5, 7.5)  # the smaller one for tables of many columns
_DROPPED = ("/stylesWithEffects", "/thumbnail", "/extended-properties")
_TABLE_STYLES = {"Normal Table", "Table Grid"}
BELOW = "Below a table"
_SIZES = {"Title": 16, "Heading 1": 13, "Heading 2": 12, "Heading 3": 11, "Heading 4": 11,
          "Caption": 10}  # fmt: skip


def set_look(word: WordDocument, *, language: str) -> None:
    """Set page, fonts and language."""
    for section in word.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.4)
        section.top_margin = section.bottom_margin = Cm(2)
    normal = _paragraph_style(word, "Normal")
    normal.font.size = Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    _add_style(word, BELOW, size=9).paragraph_format.space_after = Pt(2)
    for kind, size in product((False, True), CELL_SIZES):
        for head in (False, True):
            cell = _add_style(word, cell_style(size, is_figure=kind, head=head), size=size)
            cell.font.bold = head
            cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(1)
            cell.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT if kind else None
    for name, size in _SIZES.items():
        style = _paragraph_style(word, name)
        style.font.size = Pt(size)
        style.font.bold = True
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.keep_with_next = True
        _set_font(style)
    _paragraph_style(word, "Caption").paragraph_format.space_before = Pt(10)
    title = _paragraph_style(word, "Title")
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in title.element.findall(f".//{qn('w:pBdr')}"):
        line.getparent().remove(line)
    _set_font(normal)
    _drop_what_is_not_used(word)
    _set_language(word, _LANGUAGES[language])


def cell_style(size: float, *, is_figure: bool, head: bool) -> str:
    """Name the style of a cell: words to the left, figures to the right, heads bold."""
    return f"Cell {size} {'figure' if is_figure else 'words'}{' head' if head else ''}"


def set_properties(word: WordDocument, printed: PrintedDocument, day: date) -> None:
    """Say who wrote what and when; nothing of the machine that typeset it."""
    instant = datetime.combine(day, time())  # python-docx takes it for UTC
    properties = word.core_properties
    properties.title = printed.title[:255]
    properties.author = properties.last_modified_by = printed.author[:255]
    properties.language = _LANGUAGES[printed.language]
    properties.created = properties.modified = properties.last_printed = instant
    properties.comments = properties.keywords = ""
    properties.revision = 1


def _paragraph_style(word: WordDocument, name: str) -> ParagraphStyle:
    style = word.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    return style


def _drop_what_is_not_used(word: WordDocument) -> None:
    """Drop what python-docx's template brings: table styles, and what it says of another text."""
    for style in list(word.styles):
        if style.type is WD_STYLE_TYPE.TABLE and style.name not in _TABLE_STYLES:
            style.delete()
    for relations in (word.part.rels, word.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(_DROPPED):
                del relations[key]


def _add_style(word: WordDocument, name: str, *, size: float) -> ParagraphStyle:
    word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style = _paragraph_style(word, name)
    style.base_style = word.styles["Normal"]
    style.font.size = Pt(size)
    return style


def _set_font(style: ParagraphStyle) -> None:
    style.font.name = _FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), _FONT)


def _set_language(word: WordDocument, language: str) -> None:
    """Set the language of the defaults, which every run inherits."""
    for properties in word.styles.element.iter(qn("w:rPrDefault")):
        run = properties.find(qn("w:rPr"))
        found = run.find(qn("w:lang"))
        if found is None:
            found = OxmlElement("w:lang")
            run.append(found)
        for name in ("val", "eastAsia"):
            found.set(qn(f"w:{name}"), language)
