"""What stands before the contributions: the request, what it is about, and its documents."""

from collections.abc import Iterator
from datetime import date, timedelta

from referral_api.domain.programme.contribution_requests.schemas import ContributionRequestRead
from referral_api.reports.contribution_report.asked import Period
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.document import Block, Paragraph, Points, Remark, Section

_I: Words = ("I. SAISINE", "I. REQUEST")
_II: Words = ("II. OBJET", "II. SUBJECT")
_III: Words = (
    "III. PRÉSENTATION DE LA RÉSOLUTION ET DES DOCUMENTS QUI L'ACCOMPAGNENT",
    "III. THE RESOLUTION AND THE DOCUMENTS THAT CAME WITH IT",
)
_RECEIVED: Words = (
    (
        "Le Comité a reçu, le {received}, la saisine n°\u00a0{reference} de {sender}, "
        "relative à\u00a0: {title}."
    ),
    "The committee received, on {received}, request no. {reference} of {sender} about: {title}.",
)
_OWN: Words = (
    "Le Comité établit ce rapport pour la période du {since} au {last}, sans saisine.",
    "The committee makes this report for the period from {since} to {last}, without a request.",
)
_DUE: Words = (
    (
        "Le Comité est saisi «\u00a0pour suite à donner\u00a0», c'est-à-dire pour "
        "communiquer ses contributions au plus tard le {due}. La période demandée va du "
        "{since} au {last}."
    ),
    (
        "The committee is asked to communicate its contributions by {due}. The period asked "
        "about is from {since} to {last}."
    ),
)
_NO_SUBJECT: Words = (
    "Le rapport présente les données de la période du {since} au {last}.",
    "The report presents the data of the period from {since} to {last}.",
)
_RESOLUTION: Words = (
    "Texte de référence\u00a0: {resolution}. Composition du dossier\u00a0:",
    "Text of reference: {resolution}. The documents are:",
)
_DOCUMENT: Words = ("{title}, en date du {dated}", "{title}, dated {dated}")
_UNDATED: Words = ("{title}, sans date", "{title}, without a date")
_NO_DOCUMENTS: Words = ("Aucun document n'est enregistré.", "No document is recorded.")
_LATER: Words = (
    (
        "Le document {title} porte la date du {dated}, postérieure à la réception du "
        "dossier, le {received}. La date est reproduite telle quelle."
    ),
    (
        "The document {title} bears the date of {dated}, after the request was received, on "
        "{received}. The date is shown as it stands."
    ),
)
_RECALL: Words = ("1. Rappel", "1. Recall")
_RECALLED: Words = (
    (
        "La saisine rappelle {resolution}. En réponse aux points qu'elle énumère, et "
        "particulièrement pour les femmes et les filles, au Mali\u00a0:"
    ),
    (
        "The request recalls {resolution}. In answer to its points, and in particular for "
        "women and girls, in Mali:"
    ),
)
_NO_RESOLUTION: Words = (
    "Les contributions du pays se présentent comme suit.", "The country's contributions follow."
)  # fmt: skip


def front(
    letter: ContributionRequestRead | None, period: Period, speaker: Speaker
) -> tuple[Section, ...]:  # fmt: skip
    """Write the parts I to III."""
    days = {"since": speaker.day(period.since), "last": speaker.day(_last(period))}
    if letter is None:
        return (
            Section(speaker.say(_I), (Paragraph(speaker.say(_OWN, **days)),)),
            Section(speaker.say(_II), (Paragraph(speaker.say(_NO_SUBJECT, **days)),)),
        )
    received = speaker.say(
        _RECEIVED, received=speaker.weekday(letter.received_on), reference=letter.reference,
        sender=letter.received_from, title=letter.title,
    )  # fmt: skip
    due = speaker.say(_DUE, due=speaker.weekday(letter.due_on), **days)
    return (
        Section(speaker.say(_I), (Paragraph(received),)),
        Section(speaker.say(_II), (Paragraph(due),)),
        Section(speaker.say(_III), tuple(_documents(letter, speaker))),
    )


def recall(letter: ContributionRequestRead | None, speaker: Speaker) -> Section:
    """Write the recall that opens part IV."""
    resolution = letter and letter.resolution
    text = (
        speaker.say(_RECALLED, resolution=resolution) if resolution else speaker.say(_NO_RESOLUTION)
    )
    return Section(speaker.say(_RECALL), (Paragraph(text),))


def _documents(letter: ContributionRequestRead, speaker: Speaker) -> Iterator[Block]:
    if letter.resolution:
        yield Paragraph(speaker.say(_RESOLUTION, resolution=letter.resolution))
    if not letter.documents:
        yield Paragraph(speaker.say(_NO_DOCUMENTS))
        return
    yield Points(
        tuple(
            speaker.say(_DOCUMENT, title=document.title, dated=speaker.day(document.dated))
            if document.dated
            else speaker.say(_UNDATED, title=document.title)
            for document in letter.documents
        )
    )
    for document in letter.documents:
        if document.dated and document.dated > letter.received_on:
            yield Remark(
                speaker.say(
                    _LATER, title=speaker.quote(document.title),
                    dated=speaker.day(document.dated), received=speaker.day(letter.received_on),
                )
            )  # fmt: skip


def _last(period: Period) -> date:
    return period.before - timedelta(days=1)
