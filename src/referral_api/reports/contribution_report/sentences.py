"""The paragraph of figures of one pillar and year: one sentence for each count."""

from collections.abc import Iterator

from referral_api.domain.codelists.aggregates import AggregateKind
from referral_api.domain.codelists.programme import Population
from referral_api.reports.contribution_report.counts import Count, phrase, told_populations
from referral_api.reports.contribution_report.names import units
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.document import Paragraph
from referral_api.reports.figures import Figure

_WITH_TOTAL: Words = (
    "En {year}, {number} {units} ({definition})",
    "In {year}, {number} {units} ({definition})",
)
_WITHOUT_TOTAL: Words = ("En {year}, {parts} ({definition})", "In {year}, {parts} ({definition})")
_COUNTED: Words = (
    "En {year}, {definition}\u00a0: {number} {units}",
    "In {year}, {definition}: {number} {units}",
)
_OF_WHOM: Words = (", dont {parts}", ", of whom {parts}")
_SHARE: Words = (" (soit {share})", " ({share})")
_REST: Words = (
    "\u00a0; autres (hommes, garçons, sexe non déterminé)\u00a0: {number}",
    "; others (men, boys, sex not determined): {number}",
)
_SHARE_ALONE: Words = (
    (
        "En {year}, {population}\u00a0: {share} ({definition})\u00a0; la source donne la "
        "part sans le nombre."
    ),
    (
        "In {year}, {population}: {share} ({definition}); the source gives the share without "
        "the number."
    ),
)
_NO_DATA: Words = (
    "Les données de {year} ne sont pas disponibles.",
    "The data of {year} are not available.",
)
REST_NAME: Words = (
    "Autres (hommes, garçons, sexe non déterminé)",
    "Others (men, boys, sex not determined)",
)
# Within a sentence.
_PEOPLE: dict[Population, tuple[Words, Words]] = {
    Population.WOMEN: (("femme", "woman"), ("femmes", "women")),
    Population.GIRLS: (("fille", "girl"), ("filles", "girls")),
    Population.MEN: (("homme", "man"), ("hommes", "men")),
    Population.BOYS: (("garçon", "boy"), ("garçons", "boys")),
    Population.NOT_DETERMINED: (
        ("personne de sexe non déterminé", "person of a sex not determined"),
        ("personnes de sexe non déterminé", "persons of a sex not determined"),
    ),
    Population.WOMEN_AND_GIRLS: (
        ("femme ou fille", "woman or girl"), ("femmes et filles", "women and girls"),
    ),
    Population.UNDIVIDED: (
        ("personne sans ventilation", "person not divided further"),
        ("personnes sans ventilation", "persons not divided further"),
    ),
}  # fmt: skip


def paragraph(year: int, counts: list[Count], speaker: Speaker) -> Paragraph:
    """Say all counts of a pillar and a year; that there are none, if there are none."""
    said = [sentence for count in counts for sentence in _sentences(count, speaker)]
    if not said:
        return Paragraph(speaker.say(_NO_DATA, year=year))
    return Paragraph(" ".join(said), tuple(dict.fromkeys(count.note for count in counts)))


def people(population: Population, number: int, speaker: Speaker) -> str:
    """Name so many people of a population, within a sentence."""
    one, several = _PEOPLE[population]
    return speaker.say(one if number == 1 else several)


def _sentences(count: Count, speaker: Speaker) -> Iterator[str]:
    definition = (
        count.definition[:1].lower() + count.definition[1:]
        if count.is_counted
        else speaker.quote(count.definition)
    )
    about = {"year": count.year, "definition": definition}
    parts = [
        _part(count, population, speaker)
        for population in told_populations(count)
        if not count.is_counted or count.part(population)
    ]
    if count.total is not None:
        number = speaker.figure(count.total)
        noun = speaker.say(units(count.unit, count.number or 0))
        pattern = _COUNTED if count.is_counted else _WITH_TOTAL
        told = speaker.say(pattern, number=number, units=noun, **about)
        if parts:
            told += speaker.say(_OF_WHOM, parts=speaker.join(parts))
        yield told + _rest(count, speaker) + "."
    elif parts:
        yield speaker.say(_WITHOUT_TOTAL, parts=speaker.join(parts), **about) + "."
    for population, share in count.shares.items():
        if population not in count.parts and share != count.remainder_share():
            # The quoted definition is the share's own words where the source has no number.
            words = count.words.get((str(AggregateKind.SHARE), population))
            if words and count.is_share_alone:
                about["definition"] = speaker.quote(phrase(words, count.definition))
            yield speaker.say(
                _SHARE_ALONE, population=people(population, 2, speaker),
                share=speaker.figure(share), **about,
            )  # fmt: skip


def _part(count: Count, population: Population, speaker: Speaker) -> str:
    figure = count.parts[population]
    told = f"{speaker.figure(figure)} {people(population, count.part(population) or 0, speaker)}"
    share = count.shares.get(population)
    return told + (_share(share, speaker) if share else "")


def _rest(count: Count, speaker: Speaker) -> str:
    if count.rest is None:
        return ""
    told = speaker.say(_REST, number=speaker.number(count.rest))
    share = count.remainder_share()
    return told + (_share(share, speaker) if share else "")


def _share(share: Figure, speaker: Speaker) -> str:
    return speaker.say(_SHARE, share=speaker.figure(share))
