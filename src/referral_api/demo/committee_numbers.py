"""The numbers of the committee's contribution of 2024, line by line, as it printed them.

They are public, and count no person one by one. Two of its 38 numbers are not here: how many
manuals each of two publishers made, which no population of ours describes.
"""

from typing import NamedTuple

SOURCE, DATED = "Contributions du comité, 2024", "2024-05-17"


class Number(NamedTuple):
    """One number: ``population`` is None for all, ``value`` None for words alone; ``filter`` are
    the words of the source that say what it counts.
    """

    name: str
    code: str
    year: int
    kind: str
    population: str | None
    unit: str
    value: str | None
    words: str
    filter: str

    def as_aggregate(self, source: str = SOURCE) -> dict[str, str | None]:
        """Return the body that registers it as an aggregate."""
        return {
            "code": self.code, "kind": self.kind, "unit": self.unit,
            "population": self.population, "since": f"{self.year}-01-01",
            "before": f"{self.year + 1}-01-01", "value": self.value, "words": self.words,
            "filter": self.filter, "source": source, "dated": DATED,
        }  # fmt: skip


NUMBERS = (
    Number(
        "PREV-2021-TOTAL", "prevention.reached", 2021, "count", None, "participant", "124598",
        "124. 598", "personnes sensibilisées",
    ),
    Number(
        "PREV-2021-WG", "prevention.reached",
        2021, "count", "women_and_girls", "participant", "53980",
        "53.980", "ont été touchées par ces actions",
    ),
    Number(
        "PREV-2021-MANUALS", "prevention.manuals", 2021, "count", None, "manual", "2",
        "Deux manuels", "manuels ont été produits",
    ),
    Number(
        "PREV-2022-W", "prevention.reached", 2022, "count", "women", "participant", "15379",
        "15.379", "personnes formées, sensibilisées et informées",
    ),
    Number(
        "PREV-2022-G", "prevention.reached", 2022, "count", "girls", "participant", "55",
        "55 filles", "personnes formées, sensibilisées et informées",
    ),
    Number(
        "PREV-2022-W-SHARE", "prevention.reached", 2022, "share", "women", "percent", "30",
        "30%", "n'ont pu atteindre que",
    ),
    Number(
        "PREV-2022-G-SHARE", "prevention.reached", 2022, "share", "girls", "percent", "0",
        "0%", "n'ont pu atteindre que",
    ),
    Number(
        "PREV-2023-W", "prevention.reached", 2023, "count", "women", "participant", "3446",
        "3.446", "Ces actions ont concerné",
    ),
    Number(
        "PREV-2023-G", "prevention.reached", 2023, "count", "girls", "participant", "1845",
        "1.845", "Ces actions ont concerné",
    ),
    Number(
        "PROT-2021-TOTAL", "protection.assisted", 2021, "count", None, "person", "582",
        "582", "ayant bénéficié d'une prise en charge",
    ),
    Number(
        "PROT-2021-WG", "protection.assisted", 2021, "count", "women_and_girls", "person", "446",
        "446", "ayant bénéficié d'une prise en charge",
    ),
    Number(
        "PROT-2021-WG-SHARE", "protection.assisted",
        2021, "share", "women_and_girls", "percent", "76.63",
        "76,63%", "avec un taux de 76,63%",
    ),
    Number(
        "PROT-2021-M-SHARE", "protection.assisted", 2021, "share", "men", "percent", "23.37",
        "23,37 %", "contre 23,37 % des hommes",
    ),
    Number(
        "PROT-2022X-WG-SHARE", "protection.assisted",
        2022, "share", "women_and_girls", "percent", "76.63",
        "76,63%", "76,63% des victimes en 2022",
    ),
    Number(
        "PROT-2022-TOTAL", "protection.detected_assisted", 2022, "count", None, "person", "4815",
        "4.815", "victimes repérées et assistées",
    ),
    Number(
        "PROT-2022-W", "protection.detected_assisted", 2022, "count", "women", "person", "504",
        "504", "victimes repérées et assistées",
    ),
    Number(
        "PROT-2022-G", "protection.detected_assisted", 2022, "count", "girls", "person", "421",
        "421", "victimes repérées et assistées",
    ),
    Number(
        "PROT-2023-TOTAL", "protection.assisted", 2023, "count", None, "person", "5461",
        "5.461", "personnes victimes de traite des personnes",
    ),
    Number(
        "PROT-2023-W", "protection.assisted", 2023, "count", "women", "person", "3482",
        "3.482", "bénéficié de protection et d'assistance",
    ),
    Number(
        "PROT-2023-G", "protection.assisted", 2023, "count", "girls", "person", "222",
        "222", "bénéficié de protection et d'assistance",
    ),
    Number(
        "PROT-2023-W-SHARE", "protection.assisted", 2023, "share", "women", "percent", "64",
        "64%", "un taux de 64% pour les femmes",
    ),
    Number(
        "PROT-2023-G-SHARE", "protection.assisted", 2023, "share", "girls", "percent", "4",
        "4% pour les filles", "4% pour les filles",
    ),
    Number(
        "PROS-2021-CASES", "justice.proceedings_registered",
        2021, "count", None, "proceeding", "47",
        "47 affaires", "affaires ont été enregistrées",
    ),
    Number(
        "PROS-2021-ACCUSED", "justice.accused", 2021, "count", None, "accused", "105",
        "105", "personnes inculpées",
    ),
    Number(
        "PROS-2021-ACCUSED-W", "justice.accused", 2021, "count", "women", "accused", "25",
        "25 femmes", "personnes inculpées",
    ),
    Number(
        "PROS-2021-ACCUSED-M", "justice.accused", 2021, "count", "men", "accused", "80",
        "80 hommes", "personnes inculpées",
    ),
    Number(
        "PROS-2022-PROSECUTIONS", "justice.prosecuted", 2022, "count", None, "accused", "103",
        "103 poursuites", "poursuites a été enregistré",
    ),
    Number(
        "PROS-2022-CONVICTED", "justice.convicted", 2022, "count", None, "accused", "18",
        "18 personnes", "personnes condamnées",
    ),
    Number(
        "PROS-2022-FILES", "justice.proceedings_by_stage", 2022, "count", None, "proceeding", "48",
        "48 dossiers", "48 dossiers à juger",
    ),
    Number(
        "PROS-2022-M", "justice.prosecuted", 2022, "count", "men", "accused", "62",
        "62 hommes", "infractions ont concerné",
    ),
    Number(
        "PROS-2022-W", "justice.prosecuted", 2022, "count", "women", "accused", "41",
        "41 femmes", "infractions ont concerné",
    ),
    Number(
        "PROS-2023-FILES", "justice.proceedings_registered",
        2023, "count", None, "proceeding", "76",
        "76 dossiers", "d'enquêter sur 76 dossiers",
    ),
    Number(
        "PROS-2023-PROSECUTED", "justice.prosecuted", 2023, "count", None, "accused", "90",
        "90 personnes", "personnes poursuivies",
    ),
    Number(
        "PROS-2023-CONVICTIONS", "justice.convictions", 2023, "count", None, "conviction", "65",
        "65 condamnations", "65 condamnations",
    ),
    Number(
        "PROS-2023-TRACKED", "justice.accused", 2023, "approximate", None, "accused", None,
        "plus d'une centaine", "plus d'une centaine de trafiquants",
    ),
    Number(
        "PROS-2023-SAVED", "protection.assisted", 2023, "approximate", None, "person", None,
        "plusieurs centaines", "sauver plusieurs centaines de victimes",
    ),
)  # fmt: skip
