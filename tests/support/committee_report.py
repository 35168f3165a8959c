"""A report of the committee's size, with the numbers that its letter of 2024 gives."""

from datetime import date
from decimal import Decimal

from referral_api.reports.document import (
    Document,
    Footnote,
    Paragraph,
    Points,
    Remark,
    Section,
)
from referral_api.reports.figures import Figure, Flag, Mark, Row, Table
from referral_api.reports.plot_data import (
    Bar,
    Caption,
    Group,
    HorizontalBars,
    Part,
    StackedBar,
    StackedBars,
    Steps,
    Tile,
    TileMap,
)
from referral_api.reports.territories import TILES

# The numbers that must come out to the last digit, as the report prints them.
GOLDEN_LINES = (
    "124 598", "53 980", "15 379", "55", "3 446", "1 845", "582", "446", "76,63 %", "136",
    "23,37 %", "4 815", "504", "421", "5 461", "3 482", "64 %", "222", "4 %", "47", "105", "25",
    "80", "103", "62", "41", "18", "48", "76", "90", "65",
)  # fmt: skip
SOURCE = "Comité national, rapport transmis en 2024"
# About a twelfth of a page; the committee's letter has some forty such passages.
PROSE = (
    "Les actions ont porté sur la formation, l’information et la sensibilisation, avec des "
    "thématiques diverses comme la connaissance des textes, les causes et les conséquences, les "
    "procédures de dénonciation, les mécanismes de référencement et la prise en charge. Elles ont "
    "concerné beaucoup de régions, malgré l’insuffisance des moyens techniques et financiers des "
    "acteurs étatiques et non étatiques et l’immensité de l’étendue du territoire."
)


def n(value: int | str, *flags: Flag, decimals: int = 0) -> Figure:
    exact = value if isinstance(value, int) else Decimal(value)
    return Figure(exact, decimals=decimals, flags=flags)


def percent(value: str, decimals: int = 0) -> Figure:
    return Figure(Decimal(value), decimals=decimals, percent=True)


def none(mark: Mark = "n.d.") -> Figure:
    return Figure(mark=mark)


def prevention() -> Table:
    heads = ("Année", "Femmes", "Filles", "Femmes et filles", "Hommes", "Garçons", "Non ventilé",
             "Total", "Source")  # fmt: skip
    cells: tuple[tuple[str | Figure, ...], ...] = (
        ("2021", none(), none(), n(53980), none(), none(), n(70618), n(124598), "Comité"),
        ("2022", n(15379), n(55), none(), none(), none(), none(), none(), "Comité"),
        ("2023", n(3446), n(1845), none(), none(), none(), none(), none(), "Comité"),
    )
    title = "Personnes touchées par les actions de prévention, par catégorie et par année"
    rows = tuple(Row(line, notes=("touched",)) for line in cells)
    return Table(1, title, heads, rows, SOURCE, ("Les années ne se comparent pas.",), ("touched",))


def protection() -> Table:
    heads = ("Année", "Définition", "Femmes", "Filles", "Hommes", "Garçons", "Sexe non déterminé",
             "Total", "Part des femmes (%)", "Part des filles (%)")  # fmt: skip
    dash = none("–")
    cells: tuple[tuple[tuple[str | Figure, ...], str], ...] = (
        (("2021", "personnes prises en charge", none(), none(), none(), none(), none(), n(582),
          dash, dash), "assisted"),
        (("2022", "victimes repérées et assistées", n(504, "b"), n(421, "b"), none(), none(),
          none(), n(4815, "b"), dash, dash), "detected"),
        (("2023", "victimes, dont assistées", n(3482), n(222, "r"), none("s"), none("n.p."), none(),
          n(5461, "p"), percent("63.76"), percent("4.07")), "victims"),
    )  # fmt: skip
    title = "Victimes et personnes prises en charge, selon la définition"
    rows = tuple(Row(line, notes=(key,)) for line, key in cells)
    return Table(3, title, heads, rows, SOURCE)


def shares() -> Table:
    lines = (
        ("Femmes et filles", n(446), percent("76.63", 2)),
        ("Autres", n(136), percent("23.37", 2)),
    )
    title = "Parts de 2021, avec les décimales du rapport transmis"
    return Table(15, title, ("Catégorie", "Nombre", "Part (%)"), tuple(map(Row, lines)), SOURCE)


def prosecution() -> Table:
    heads = ("Année", "Affaires enregistrées", "Personnes inculpées ou poursuivies",
             "dont femmes", "dont hommes", "Affaires à juger", "Personnes condamnées",
             "Condamnations")  # fmt: skip
    cells: tuple[tuple[str | Figure, ...], ...] = (
        ("2021", n(47), n(105), n(25), n(80), none(), none(), none()),
        ("2022", none(), n(103), n(41), n(62), n(48), n(18), none()),
        ("2023", n(76), n(90), none(), none(), none(), none(), n(65)),
    )
    title = "Affaires et personnes mises en cause"
    return Table(9, title, heads, tuple(map(Row, cells)), SOURCE)


def long_table(number: int, rows: int = 20) -> Table:
    heads = ("Territoire", "Sensibilisation", "Information", "Formation", "Total")
    lines = (
        Row((f"Territoire {line}", n(line * 37), n(line * 11), none("s"), n(line * 1234)))
        for line in range(1, rows + 1)
    )
    return Table(number, "Activités de prévention, par type et par région", heads, tuple(lines),
                 SOURCE)  # fmt: skip


def stacked() -> StackedBars:
    def bar(year: str, definition: str, total: int, **groups: int) -> StackedBar:
        known: dict[str, int] = {**groups, "rest": total - sum(groups.values())}
        order: tuple[Group, ...] = ("women", "girls", "women_and_girls", "men", "boys", "rest")
        parts = tuple(Part(group, n(known[group])) for group in order if known.get(group))
        return StackedBar(year, definition, parts, n(total))

    title = "Victimes par catégorie et par année"
    return StackedBars(
        Caption(1, title, SOURCE, ("Trois définitions, trois séries.",), ("assisted",)),
        (
            bar("2021", "prises en charge", 582, women_and_girls=446, men=136),
            bar("2022", "repérées et assistées", 4815, women=504, girls=421),
            bar("2023", "victimes, dont assistées", 5461, women=3482, girls=222),
        ),
    )


def forms() -> HorizontalBars:
    named = {"Travail domestique": 41, "Mendicité organisée": 73, "Exploitation sexuelle": 118,
             "Mariage forcé": 29, "Orpaillage": 57}  # fmt: skip
    bars = (*(Bar(name, n(count)) for name, count in named.items()), Bar("Organes", none("s")))
    title = "Victimes identifiées, par forme d’exploitation"
    return HorizontalBars(Caption(2, title, SOURCE), bars)


def tiles() -> TileMap:
    shown = tuple(
        Tile(key.title(), column, row, none("s") if place % 3 == 0 else n(11 + place * place))
        for place, (key, (column, row)) in enumerate(TILES.items())
    )
    title = "Victimes identifiées, par région"
    elsewhere = Bar("Région inconnue", n(23))
    return TileMap(Caption(3, title, SOURCE), shown, (11, 50, 150, 300), elsewhere)


def steps() -> Steps:
    counted = {"Enquêtes": n(76), "Inculpées": none(), "Poursuivies": n(90), "Jugées": none(),
               "Condamnées": n(65)}  # fmt: skip
    title = "De la mise en cause à la condamnation"
    remark = "Flux de l’année, non une cohorte."
    bars = tuple(Bar(name, figure) for name, figure in counted.items())
    return Steps(Caption(4, title, SOURCE, (remark,)), bars)


def _year(year: int, *tables: Table) -> Section:
    points = (
        Points((PROSE, PROSE), "achievements"),
        Points((PROSE,), "challenges"),
        Points((PROSE,), "difficulties"),
    )
    said = Paragraph(f"En {year}, 582 personnes ont été prises en charge. {PROSE}", ("assisted",))
    return Section(f"Année {year}", (said, *tables, *points))


def committee_report() -> Document:
    years = range(2021, 2024)
    remark = Remark(
        "Le rapport transmis indique “76,63% des victimes en 2022” ; ce taux est celui de 2021. "
        "La valeur est reproduite telle quelle.",
        ("victims",),
    )
    pillars = (
        Section("1.1 Prévention", (prevention(), long_table(2)), tuple(map(_year, years))),
        Section("1.2 Protection", (protection(), shares(), remark, stacked(), forms(), tiles()),
                tuple(_year(year, long_table(year - 2017)) for year in years)),
        Section("1.3 Poursuite", (prosecution(), steps()), tuple(map(_year, years))),
        Section("1.4 Partenariat", (long_table(11, 3),), (_year(2022, long_table(12, 15)),)),
    )  # fmt: skip
    return Document(
        header=("RÉPUBLIQUE DU MALI", "MINISTÈRE DE LA JUSTICE", "SECRÉTARIAT GÉNÉRAL",
                "COMITÉ NATIONAL DE COORDINATION"),
        reference="N° 001/CNLTP",
        date=date(2024, 5, 17),
        title="Contributions sur la mise en œuvre de la résolution A/RES/77/193",
        subtitle="ÉTUDE",
        language="fr",
        sections=(
            Section("I. SAISINE", (Paragraph(PROSE),)),
            Section("II. OBJET", (Paragraph(PROSE),)),
            Section("III. PRÉSENTATION DE LA RÉSOLUTION", (Points((PROSE,) * 6),)),
            Section("IV. CONTRIBUTIONS", (), (Section("1. Rappel", (Points((PROSE,) * 8),)),
                                              *pillars)),
        ),
        footnotes=(
            Footnote("touched", "Personnes touchées : personnes, toutes actions, comptées à la "
                     "date de l’action.", "0193f2c1"),
            Footnote("assisted", "Prises en charge : personnes, au moins un service, comptées à "
                     "la date du premier service.", "0193f2c2"),
            Footnote("detected", "Repérées et assistées : personnes, comptées à la date de "
                     "détection.", "0193f2c3"),
            Footnote("victims", "Victimes : personnes, définition de la source."),
        ),
        annexes=(
            Section("A. Définitions", (Points((PROSE,) * 4),)),
            Section("E. Identifiants des requêtes", (long_table(14, 12),)),
        ),
        signature=("Le Président", "Magistrat"),
    )  # fmt: skip
