"""Made-up people of Mali and how the same person is written again: tables of this bench alone.

The service's normaliser has no list of names; this has no rule of sounds.
"""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

# Each name with the ways in which offices write it; the first is the usual one.
FAMILIES = tuple(
    tuple(line.split())
    for line in """
Traoré Traore Traoré Traouré Trawore
Coulibaly Koulibaly Coulibali Culibaly
Diarra Jara Djara Diara
Keïta Keita Kéita
Touré Toure Touree
Diallo Dialo Jallo Djallo
Sidibé Sidibe Sidibeh
Konaté Konate Konatey
Cissé Cisse Sissé Cissey
Maïga Maiga Mayga
Sangaré Sangare Sangarey
Dembélé Dembele Dembelé
Doumbia Dumbia Doumbya
Camara Kamara Kamarah
Haïdara Haidara Aïdara
Koné Kone Koney
Sissoko Cissoko Sisoko
Bagayoko Bagayogo Bagaiyoko
Dicko Diko Dicko
Ouattara Wattara Ouatara
Samaké Samake Samakey
Fofana Fofanah Foffana
Kouyaté Kouyate Couyaté
Tounkara Tunkara Tounkarah
Guindo Gindo Guindou
Togola Togolla Togolah
Sacko Sako Sackho
Wagué Ouagué Wague
Tamboura Tambura Tembura
Yattara Yatara Yattarah
""".strip().splitlines()
)
GIVEN = {
    "female": tuple(
        tuple(line.split())
        for line in """
Fatoumata Fatimata Fatumata
Aminata Amminata Aminatah
Mariam Mariame Maryam
Aïssata Aissata Assata
Oumou Umu Oumu
Kadiatou Kadidiatou Kadiatu
Awa Hawa Haoua
Ramata Rahmata Ramatta
Djénéba Djeneba Jeneba Dieneba
Salimata Salimatta Salymata
Assitan Asitan Assétan
Nana Nanah Nanna
Rokia Rokya Rokiah
Bintou Bintu Binetou
Sitan Sitane Citan
Hawoye Awoye Hawoÿe
Tenin Ténin Tennin
Korotoumou Korotimi Korotumu
""".strip().splitlines()
    ),
    "male": tuple(
        tuple(line.split())
        for line in """
Mohamed Mahamadou Mamadou Mouhamed Mohammed
Amadou Ahmadou Amadu
Moussa Musa Moussah
Oumar Omar Umar
Ibrahima Ibrahim Brahima
Boubacar Bubakar Boubakar
Abdoulaye Abdulaye Abdoulay
Souleymane Suleymane Souleimane
Modibo Modybo Modibbo
Issa Issah Aïssa
Seydou Seidou Saydou
Youssouf Yousouf Yusuf
Cheick Cheikh Sheick
Adama Adamah Addama
Bakary Bacary Bakari
Lassana Lasana Lassanah
Drissa Idrissa Drisa
Hamidou Amidou Hamidu
""".strip().splitlines()
    ),
}
# Every third family has a name that few have.
_SYLLABLES = [
    "ba", "bo", "da", "den", "do", "fa", "gan", "go", "ka", "kor", "la", "lo", "ma", "mor", "na",
    "niou", "nou", "ra", "san", "sin", "so", "ta", "ten", "yo",
]  # fmt: skip
_PLACES = [
    "Bamako", "Kayes", "Kita", "Nioro", "Yélimané", "Bafoulabé", "Kéniéba", "Diéma", "Koulikoro",
    "Kati", "Dioïla", "Banamba", "Kolokani", "Nara", "Kangaba", "Sikasso", "Bougouni", "Koutiala",
    "Kadiolo", "Yanfolila", "Yorosso", "Kolondiéba", "Ségou", "Bla", "Niono", "San", "Macina",
    "Barouéli", "Tominian", "Mopti", "Bandiagara", "Djenné", "Douentza", "Koro", "Ténenkou",
    "Tombouctou", "Diré", "Goundam", "Gao", "Ansongo", "Bourem", "Ménaka", "Kidal", "Tessalit",
    "Taoudénit",
]  # fmt: skip
_LETTERS = "abdefgiklmnorstu"


@dataclass(frozen=True, slots=True)
class Someone:
    """A made-up person as one office wrote them down."""

    sex: str
    family: str
    given: str
    born: date | None
    phone: str | None
    document: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """One person written down twice, and what went otherwise the second time."""

    first: Someone
    again: Someone
    kinds: tuple[str, ...]


def someone(dice: random.Random) -> Someone:
    """Make a person: a few names are everybody's, as in the country."""
    sex = dice.choice(["female", "female", "male"])
    given = _often(dice, GIVEN[sex])[0]
    if dice.random() < 0.35:
        given += " " + _often(dice, GIVEN[sex])[0]
    year = dice.randint(1960, 2018)
    born = (
        date(year, 1, 1)
        if dice.random() < 0.25
        else date(year, 1, 1) + timedelta(dice.randrange(365))
    )
    rare = "".join(dice.choice(_SYLLABLES) for _ in range(3)).capitalize()
    return Someone(
        sex, rare if dice.random() < 0.35 else _often(dice, FAMILIES)[0], given, born,
        _phone(dice) if dice.random() < 0.5 else None,
        f"{dice.randint(10**9, 10**10)}" if dice.random() < 0.2 else None,
        dice.choice(_PLACES) if dice.random() < 0.75 else None,
    )  # fmt: skip


def written_again(dice: random.Random, first: Someone) -> Pair:
    """Write a person down again, with one thing otherwise, or two.

    A kind that would leave this person as they are written is drawn anew.
    """
    wanted = 1 if dice.random() < 0.6 else 2
    again = replace(
        first,
        phone=first.phone if dice.random() < 0.4 else None,
        document=first.document if dice.random() < 0.4 else None,
        place=first.place if dice.random() < 0.85 else None,
    )
    kinds: list[str] = []
    while len(kinds) < wanted:
        kind = dice.choice(sorted(NOISE.keys() - set(kinds)))
        noisy = NOISE[kind](dice, again)
        if noisy != again:
            kinds.append(kind)
            again = noisy
    return Pair(first, again, tuple(sorted(kinds)))


def _often(dice: random.Random, names: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return names[min(int(dice.paretovariate(0.9)) - 1 + dice.randrange(4), len(names) - 1)] if (
        dice.random() < 0.5
    ) else dice.choice(names)  # fmt: skip


def _phone(dice: random.Random) -> str:
    return "+223 " + " ".join(f"{dice.randrange(100):02}" for _ in range(4)).replace("0", "7", 1)


def _accents(_: random.Random, who: Someone) -> Someone:
    bare = str.maketrans("éèêëïîôûüàâçÉÏ", "eeeeiiouuaacEI")
    place = who.place and who.place.translate(bare)
    family, given = who.family.translate(bare).upper(), who.given.translate(bare)
    return replace(who, family=family, given=given, place=place)


def _order(_: random.Random, who: Someone) -> Someone:
    return replace(who, family=who.given, given=who.family)


def _particle(dice: random.Random, who: Someone) -> Someone:
    return replace(who, family=f"{dice.choice(['dite', 'Ould', 'Ag', 'Ben'])} {who.family}")


def _spelling(dice: random.Random, who: Someone) -> Someone:
    """Write every name in another of its ways."""
    ways = {names[0]: names for names in (*FAMILIES, *GIVEN["female"], *GIVEN["male"])}

    def otherwise(written: str) -> str:
        return " ".join(
            dice.choice(ways[word][1:]) if word in ways else word for word in written.split()
        )

    return replace(who, family=otherwise(who.family), given=otherwise(who.given))


def _slip(dice: random.Random, who: Someone) -> Someone:
    """Slip once: a letter is left out, exchanged, doubled or wrong."""
    field = dice.choice(["family", "given"])
    written = getattr(who, field)
    place = dice.randrange(1, len(written))
    match dice.randrange(4):
        case 0:
            slipped = written[:place] + written[place + 1 :]
        case 1:
            slipped = (
                written[: place - 1] + written[place] + written[place - 1] + written[place + 1 :]
            )
        case 2:
            slipped = written[:place] + written[place] + written[place:]
        case _:
            slipped = written[:place] + dice.choice(_LETTERS) + written[place + 1 :]
    return replace(who, **{field: slipped})


def _year(dice: random.Random, who: Someone) -> Someone:
    if who.born is None:
        return who
    return replace(who, born=date(who.born.year + dice.choice([-2, -1, 1, 2]), 1, 1))


def _no_birth(_: random.Random, who: Someone) -> Someone:
    return replace(who, born=None)


def _swapped(_: random.Random, who: Someone) -> Someone:
    if who.born is None or who.born.day > 12:
        return who
    return replace(who, born=who.born.replace(month=who.born.day, day=who.born.month))


def _second_given(dice: random.Random, who: Someone) -> Someone:
    """Leave the second given name out, or write one more."""
    first, *more = who.given.split()
    return replace(who, given=first if more else f"{first} {dice.choice(GIVEN[who.sex])[0]}")


def _run_together(_: random.Random, who: Someone) -> Someone:
    return replace(who, given="".join(who.given.split()).capitalize())


NOISE = {
    "accents": _accents, "order": _order, "particle": _particle, "spelling": _spelling,
    "slip": _slip, "year": _year, "no_birth": _no_birth, "swapped": _swapped,
    "second_given": _second_given, "run_together": _run_together,
}  # fmt: skip
