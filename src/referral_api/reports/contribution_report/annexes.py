"""The annexes: definitions, sources and coverage, revisions, confidentiality, and the queries."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from referral_api.domain.figures.answers.reuse import Question
from referral_api.domain.figures.definitions.table import DEFINITIONS
from referral_api.reports.contribution_report.conditions import conditions, reference_date
from referral_api.reports.contribution_report.names import name_of, unit_name
from referral_api.reports.contribution_report.questions import questions
from referral_api.reports.contribution_report.reading import Sources
from referral_api.reports.contribution_report.revisions import revised
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.contribution_report.tables import structures
from referral_api.reports.document import Block, Paragraph, Points, Section
from referral_api.reports.figures import Row, Table

_A: Words = ("A. Définitions", "A. Definitions")
_B: Words = ("B. Sources et couverture", "B. Sources and coverage")
_C: Words = ("C. Révisions depuis le rapport précédent", "C. Revisions since the last report")
_D: Words = ("D. Règles de confidentialité", "D. Rules of confidentiality")
_E: Words = ("E. Identifiants des requêtes", "E. Query ids")
_DEFINITION: Words = (
    (
        "{name} ({code}, version {version})\u00a0: {unit}\u00a0; conditions\u00a0: "
        "{filters}\u00a0; date de référence\u00a0: {date}."
    ),
    "{name} ({code}, version {version}): {unit}; conditions: {filters}; reference date: {date}.",
)
_SOURCES: Words = (
    (
        "Trois sortes de sources sont tenues à part et ne s'additionnent jamais\u00a0: ce "
        "que le registre compte à la date de l'arrêté, les totaux transmis par d'autres "
        "(agrégats), et les totaux transmis par les structures pour cette saisine."
    ),
    (
        "Three kinds of sources are kept apart and never added: what the register counts at "
        "the cut, totals given by others (aggregates), and totals given by structures for "
        "this request."
    ),
)
_SILENT_REGISTER: Words = (
    (
        "Le registre ne contient aucun dossier pour\u00a0: {years}. Ses chiffres y sont non "
        "disponibles, et non nuls."
    ),
    "The register holds no case for: {years}. Its figures are not available there; they are not 0.",
)
_NO_CALL: Words = (
    "Aucune structure n'a transmis de totaux.", "No structure gave any totals."
)  # fmt: skip
_NO_EARLIER: Words = (
    (
        "Aucun arrêté antérieur n'est comparé dans ce rapport. Deux réponses conservées se "
        "comparent par leurs identifiants de requête."
    ),
    (
        "No earlier cut is compared in this report. Two stored answers are compared by their "
        "query ids."
    ),
)
_NO_REVISION: Words = (
    "Aucun total n'a changé depuis l'arrêté du rapport précédent.",
    "No total has changed since the cut of the earlier report.",
)
_RULES: tuple[Words, ...] = (
    (
        (
            "Ce rapport est destiné à la coordination\u00a0: ses nombres sont exacts et ne sont "
            "pas couverts par le secret statistique. Une publication demande d'autres règles."
        ),
        (
            "This report is for the coordination: its numbers are exact and not suppressed. A "
            "publication needs other rules."
        ),
    ),
    (
        "Aucun nom, aucun code de dossier et aucun récit n'y figurent.",
        "It holds no name, no case code and no account.",
    ),
    (
        (
            "Une personne d'âge inconnu ou douteux est comptée comme mineure\u00a0; une personne "
            "de sexe inconnu l'est à part."
        ),
        "A person of unknown or doubtful age counts as a child; one of unknown sex is shown apart.",
    ),
)
_NOT_LISTED: Words = (
    "Les requêtes qui n'ont rien compté sont conservées et ne sont pas listées.",
    "Queries that counted nothing are stored, and not listed.",
)
_QUERIES: Words = ("Requêtes de l'arrêté {cut} du {day}", "Queries of the cut {cut} of {day}")
_AGGREGATES: Words = ("Agrégats repris", "Aggregates shown")
_QUERY_HEADS: tuple[Words, ...] = (
    ("Chiffre", "Figure"), ("Période", "Period"), ("Ventilation", "Divided by"),
    ("Requête", "Query"),
)  # fmt: skip
_AGGREGATE_HEADS: tuple[Words, ...] = (
    ("Chiffre", "Figure"), ("Année", "Year"), ("Tel qu'imprimé", "As printed"),
    ("Agrégat", "Aggregate"),
)  # fmt: skip


def annexes(
    sources: Sources, silent: Sequence[int], source: str, speaker: Speaker
) -> tuple[Section, ...]:
    """Write the annexes; ``silent`` are the years without any case."""
    rules = Points(tuple(speaker.say(rule) for rule in _RULES))
    return (
        Section(speaker.say(_A), (Points(tuple(_definitions(sources, speaker))),)),
        Section(speaker.say(_B), tuple(_coverage(sources, silent, source, speaker))),
        Section(speaker.say(_C), (_revisions(sources, source, speaker),)),
        Section(speaker.say(_D), (rules,)),
        Section(speaker.say(_E), tuple(_queries(sources, source, speaker))),
    )


def _definitions(sources: Sources, speaker: Speaker) -> Iterator[str]:
    for code in dict.fromkeys(question.code for question in questions(sources.period)):
        definition = DEFINITIONS[code]
        yield speaker.say(
            _DEFINITION, name=speaker.say(name_of(code)), code=code, version=definition.version,
            unit=speaker.say(unit_name(definition.unit)),
            filters=conditions(definition.filters, speaker),
            date=reference_date(definition.date, speaker),
        )  # fmt: skip


def _coverage(
    sources: Sources, silent: Sequence[int], source: str, speaker: Speaker
) -> Iterator[Block]:
    yield Paragraph(speaker.say(_SOURCES))
    if silent:
        yield Paragraph(speaker.say(_SILENT_REGISTER, years=", ".join(map(str, silent))))
    if not sources.given:
        yield Paragraph(speaker.say(_NO_CALL))
        return
    if sources.letter is not None:
        yield Paragraph(structures.summary(sources.given, speaker))
    yield structures.answers(sources.given, source, speaker)


def _revisions(sources: Sources, source: str, speaker: Speaker) -> Block:
    if sources.revisions is None:
        return Paragraph(speaker.say(_NO_EARLIER))
    if not sources.revisions:
        return Paragraph(speaker.say(_NO_REVISION))
    return revised(sources.revisions, source, speaker)


def _queries(sources: Sources, source: str, speaker: Speaker) -> Iterator[Block]:
    day = speaker.day(sources.cut.taken_at.date())
    rows = tuple(
        Row((question.code, _period(question), ", ".join(question.by) or "–", str(answer.id)))
        for question in questions(sources.period)
        if (answer := sources.answers.find(question)) and answer.answer.total.base
    )
    yield Paragraph(speaker.say(_NOT_LISTED))
    title = speaker.say(_QUERIES, cut=sources.cut.id, day=day)
    yield Table(None, title, tuple(map(speaker.say, _QUERY_HEADS)), rows, source)
    shown = tuple(
        Row((one.code, str(one.since.year), one.words, str(one.id))) for one in sources.aggregates
    )
    if shown:
        heads = tuple(map(speaker.say, _AGGREGATE_HEADS))
        yield Table(None, speaker.say(_AGGREGATES), heads, shown, source)


def _period(question: Question) -> str:
    if question.since is None or question.before is None:
        return "–"
    last = question.before - timedelta(days=1)
    years = sorted({question.since.year, last.year})
    return "–".join(map(str, years))
