"""Writes a document as it is printed: numbers, citations, and the lines around a table."""

from collections.abc import Iterable, Iterator

from referral_api.reports import exchange, numerals
from referral_api.reports.document import Block, Document, Paragraph, Points, Remark, Section
from referral_api.reports.figures import Figure, Row, Table
from referral_api.reports.labels import SIGNS, WORDS
from referral_api.reports.plot_data import HorizontalBars, Plot
from referral_api.reports.plots import words as plot_words
from referral_api.reports.printed import (
    PrintedBlock,
    PrintedCell,
    PrintedDocument,
    PrintedHeading,
    PrintedNote,
    PrintedPlot,
    PrintedPoints,
    PrintedTable,
    PrintedText,
)

# In letters. A column is as wide as its longest word, such as an id, and otherwise wraps its words,
# sooner where there are many columns.
_NARROWEST, _WIDEST, _WIDEST_OF_MANY, _LONGEST_WORD = 5, 28, 18, 40
_MANY = 10


def printed(document: Document) -> PrintedDocument:
    """Write every number and number every footnote of a checked document."""
    return _Printing(document).document()


class _Printing:
    """One passage through a document, which remembers the footnotes that were cited."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._language = document.language
        self._words = WORDS[document.language]
        self._texts = {footnote.key: footnote for footnote in document.footnotes}
        self._numbers: dict[str, int] = {}

    def document(self) -> PrintedDocument:
        source = self._document
        blocks = [block for section in source.sections for block in self._section(section, 1)]
        if source.annexes:
            blocks.append(PrintedHeading(1, self._words["annex"]))
            blocks += [block for annex in source.annexes for block in self._section(annex, 2)]
        return PrintedDocument(
            language=source.language,
            title=source.title,
            subtitle=source.subtitle,
            header=source.header,
            reference=f"{self._words['reference']}{self._words['colon']} {source.reference}",
            date=numerals.day(source.date, language=source.language),
            author=source.header[-1].replace("\n", " ") if source.header else "",
            signature=source.signature,
            blocks=tuple(blocks),
            notes=tuple(
                PrintedNote(number, self._note_text(key), first=True)
                for key, number in self._numbers.items()
            ),
        )

    def _section(self, section: Section, level: int) -> Iterator[PrintedBlock]:
        yield PrintedHeading(level, section.heading)
        for block in section.blocks:
            yield self._block(block)
        for narrower in section.sections:
            yield from self._section(narrower, level + 1)

    def _block(self, block: Block) -> PrintedBlock:
        match block:
            case Paragraph():
                return PrintedText(_lines(block.text), self._cite(block.notes))
            case Remark():
                label = self._words["remark"] + self._words["colon"]
                return PrintedText(_lines(block.text), self._cite(block.notes), label)
            case Points():
                title = self._words[block.title] + self._words["colon"] if block.title else None
                return PrintedPoints(title, tuple(map(_lines, block.items)))
            case Table():
                return self._table(block)
            case _:
                return self._plot(block)

    def _table(self, table: Table) -> PrintedTable:
        notes = self._cite(table.notes)
        rows = tuple(tuple(self._row(row)) for row in table.rows)
        columns = range(len(table.columns))
        figures = [any(row[column].is_figure for row in rows) for column in columns]
        heads = tuple(
            PrintedCell(head, is_figure)
            for head, is_figure in zip(table.columns, figures, strict=True)
        )
        return PrintedTable(
            title=self._title("table", table.number, table.title),
            heads=heads,
            rows=rows,
            widths=tuple(
                _width(heads[column].text, [row[column].text for row in rows], len(columns))
                for column in columns
            ),
            below=tuple(self._below(table.source, table.remarks, table.figures())),
            notes=notes,
        )

    def _plot(self, plot: Plot) -> PrintedPlot:
        caption = plot.caption
        notes = self._cite(caption.notes)
        return PrintedPlot(
            title=self._title("plot", caption.number, caption.title),
            alternative=plot_words.alternative(plot, language=self._language),
            plot=plot,
            below=tuple(self._below(caption.source, self._said_below(plot), ())),
            notes=notes,
            table=self._table(plot_words.data_table(plot, language=self._language)),
        )

    def _said_below(self, plot: Plot) -> tuple[str, ...]:
        """Name the bars that are not drawn, after what the document says itself."""
        bars = plot.bars if isinstance(plot, HorizontalBars) else ()
        absent = [f"{bar.label} ({bar.figure.mark})" for bar in bars if bar.figure.mark]
        said = f"{self._words['not_drawn']}{self._words['colon']} {', '.join(absent)}"
        return (*plot.caption.remarks, *([said] if absent else []))

    def _row(self, row: Row) -> Iterator[PrintedCell]:
        for position, cell in enumerate(row.cells):
            notes = () if position else self._cite(row.notes)
            if isinstance(cell, Figure):
                written = numerals.figure(cell, language=self._language)
                yield PrintedCell(written, is_figure=True, notes=notes)
            else:
                yield PrintedCell(cell, is_figure=False, notes=notes)

    def _title(self, kind: str, number: int | None, title: str) -> str:
        return title if number is None else f"{self._words[kind]} {number}. {title}"

    def _below(
        self, source: str, remarks: Iterable[str], figures: Iterable[Figure]
    ) -> Iterator[str]:
        yield f"{self._words['source']}{self._words['colon']} {source}"
        for remark in remarks:
            yield f"{self._words['reading']}{self._words['colon']} {remark}"
        used = {sign for figure in figures for sign in (figure.mark, *figure.flags) if sign}
        said = [
            f"{f'({sign})' if sign in {'p', 'r', 'b'} else sign} {meaning}"
            for sign, meaning in SIGNS[self._language].items()
            if sign in used
        ]
        if said:
            yield f"{self._words['signs']}{self._words['colon']} {' · '.join(said)}"

    def _cite(self, keys: Iterable[str]) -> tuple[PrintedNote, ...]:
        cited = []
        for key in keys:
            first = key not in self._numbers
            number = self._numbers.setdefault(key, len(self._numbers) + 1)
            cited.append(PrintedNote(number, self._note_text(key), first))
        return tuple(sorted(cited, key=lambda note: note.number))

    def _note_text(self, key: str) -> str:
        footnote = self._texts[key]
        if footnote.query_id is None:
            return footnote.text
        return f"{footnote.text} ({self._words['query']} {footnote.query_id})"


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n"))


def _width(head: str, cells: list[str], columns: int) -> int:
    longest_word = max(map(len, head.split()), default=0) + 3  # it is bold, and has margins
    longest_cell = max((len(cell.split("\n", 1)[0]) for cell in cells), default=0)
    longest = max((len(word) for cell in cells for word in cell.split(" ")), default=0)
    widest = _WIDEST if columns < _MANY else _WIDEST_OF_MANY
    return max(
        _NARROWEST, longest_word, min(longest, _LONGEST_WORD), min(longest_cell, widest)
    )  # fmt: skip


def unprintable(document: Document, printable: frozenset[int]) -> tuple[str, ...]:
    """Name the characters of a document that a font lacks, by their code points."""
    text = exchange.write(document).decode()
    return tuple(
        f"U+{ord(letter):04X}"
        for letter in sorted(set(text) - {"\n"})
        if ord(letter) not in printable
    )
