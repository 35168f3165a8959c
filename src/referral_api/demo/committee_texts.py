"""The prose of the committee's contribution of 2024, shortened, by pillar, year and block; and what
it says against itself where no rule over numbers finds it.
"""

from typing import NamedTuple


class Text(NamedTuple):
    """One block; each of its ``lines`` is a point of its own."""

    pillar: str
    year: int
    block: str
    lines: tuple[str, ...]

    def as_report_text(self) -> dict[str, str | int]:
        """Return the body that registers it."""
        return {
            "pillar": self.pillar, "year": self.year, "block": self.block,
            "text": "\n".join(self.lines),
        }  # fmt: skip


TEXTS = (
    Text("prevention", 2021, "paragraph", (
        (
            "Actions de l'année : textes applicables, causes et effets, voies de signalement, "
            "référencement et prise en charge, nombreuses régions touchées."
        ),
    )),
    Text("prevention", 2021, "achievements", (
        "Deux manuels disponibles (CARITAS, OIM).", "Comités de veille locaux installés.",
    )),
    Text("prevention", 2021, "challenges", ("Intégrer genre et égalité partout.",)),
    Text("prevention", 2021, "difficulties", (
        "Femmes et filles moins accessibles que les hommes.",
    )),
    Text("prevention", 2022, "paragraph", (
        "Actions de l'année : former, informer, sensibiliser, outiller les professionnels.",
    )),
    Text("prevention", 2022, "achievements", (
        "Loi de 2012 révisée.", "Deux avant-projets : traite, trafic de migrants.",
        "Plan national élaboré.", "Sous-commission de suivi instituée.",
    )),
    Text("prevention", 2022, "challenges", (
        "Mécanismes de poursuite et protection absents.", "Population peu informée.",
        "Moyens techniques et financiers faibles.", "Ressources faibles pour groupes vulnérables.",
    )),
    Text("prevention", 2022, "difficulties", (
        "Conflits et insécurité accrus.", "Cibles femmes et filles manquées.",
    )),
    Text("prevention", 2023, "paragraph", (
        "Actions de l'année : former, informer, sensibiliser.",
    )),
    Text("prevention", 2023, "achievements", (
        "Articles de presse parus.", "Lois spécifiques envisagées.", "Structure dédiée envisagée.",
    )),
    Text("prevention", 2023, "challenges", (
        "Phénomène mal connu.", "Prise en charge sous-financée.",
        "Populations frontalières peu sensibilisées.", "Moyens des acteurs insuffisants.",
    )),
    Text("prevention", 2023, "difficulties", (
        "Pas de base nationale, chiffres incertains.", "Activités freinées par les moyens.",
    )),
    Text("protection", 2021, "paragraph", (
        (
            "Actions de l'année : droits fondamentaux expliqués, hébergement, soins médicaux, "
            "aide juridique et judiciaire, soutien psychosocial, éducation, formation "
            "professionnelle, réintégration sociale, aide et réparation."
        ),
    )),
    Text("protection", 2021, "achievements", (
        "Centres offrant aussi apprentissage et réintégration.",
        "Structures de protection et accompagnement en justice.",
    )),
    Text("protection", 2021, "challenges", (
        "Pas de mécanisme propre aux femmes, filles.", "Finances et personnel insuffisants.",
        "Pas de centre national.",
    )),
    Text("protection", 2021, "difficulties", (
        "Trop peu de centres.", "Aucun centre réservé aux femmes, filles.",
        "Pas de centre national.", "Personnel psychosocial qualifié trop rare.",
    )),
    Text("protection", 2022, "paragraph", ("Actions de l'année : former au repérage.",)),
    Text("protection", 2022, "achievements", (
        "Plan national fixant les procédures.", "Structures publiques vigilantes.",
    )),
    Text("protection", 2022, "challenges", (
        "Phénomène et recours mal connus.", "Moyens des acteurs insuffisants.",
        "Victimes peu présentes aux procédures.",
        "Coordination nationale, régionale, locale défaillante.",
        "Ressources faibles pour groupes vulnérables.",
    )),
    Text("protection", 2022, "difficulties", (
        "Faible part de femmes, filles touchées.", "Dossiers judiciaires lents.",
        "Victimes étrangères parties sans témoigner.",
        "Réintégration entravée par la stigmatisation.",
    )),
    Text("protection", 2023, "achievements", (
        "Collecte et protection des données renforcées.",
        "Normes internationales de données appliquées.", "Prise en charge améliorée.",
    )),
    Text("protection", 2023, "challenges", (
        "Prise en charge sous-financée.", "Populations frontalières peu sensibilisées.",
        "Données désagrégées difficiles à obtenir.",
    )),
    Text("protection", 2023, "difficulties", (
        "Pas de centre national.", "Territoire immense, frontières poreuses.",
    )),
    Text("prosecution", 2021, "paragraph", (
        (
            "Actions de l'année : dispositifs et structures compétents, régions et District de "
            "Bamako."
        ),
    )),
    Text("prosecution", 2021, "achievements", (
        "BRTMTEH en place.", "Genre intégré aux politiques.",
        "Mécanisme de référencement en place.",
    )),
    Text("prosecution", 2021, "challenges", (
        "Former la chaîne pénale.", "Inciter au signalement.",
        "Enquête et protection en zone de conflit.", "Cour d'assises à former.",
    )),
    Text("prosecution", 2021, "difficulties", (
        "Notions mal connues, peu de signalements.", "Acteurs des assises peu formés.",
        "Victimes réticentes à coopérer.",
    )),
    Text("prosecution", 2022, "achievements", (
        "Loi spécifique.", "Structure dédiée.", "Modules dans les écoles de formation.",
        "OPJ, APJ, magistrats, greffes renforcés.",
    )),
    Text("prosecution", 2022, "challenges", (
        "Moyens des acteurs insuffisants.", "Victimes peu présentes aux procédures.",
        "Ressources faibles pour groupes vulnérables.",
    )),
    Text("prosecution", 2022, "difficulties", (
        "Décideurs insuffisamment formés.", "Jugements lents.", "Témoignages de victimes absents.",
    )),
    Text("prosecution", 2023, "achievements", (
        "Cadre juridique prioritaire.", "Loi spécifique attendue.",
    )),
    Text("prosecution", 2023, "challenges", (
        "Moyens des acteurs insuffisants.", "Collecte auprès des structures difficile.",
        "Victimes peu présentes aux procédures.", "Ressources faibles pour groupes vulnérables.",
    )),
    Text("prosecution", 2023, "difficulties", (
        "Victimes absentes aux audiences.", "Collecte auprès des structures difficile.",
        "Pas de système national de collecte.",
    )),
    Text("partnership", 2022, "paragraph", (
        (
            "Actions de l'année : échanges d'expériences, missions de prévention financées, "
            "formations et renforcement, actions de protection."
        ),
    )),
    Text("partnership", 2022, "achievements", (
        "Partenariat maintenu malgré la crise.", "Organisations nationales engagées dans le plan.",
        "Appui des partenaires internationaux.",
    )),
    Text("partnership", 2022, "challenges", (
        "Consolider les partenariats existants.", "Trouver de nouveaux partenaires.",
    )),
    Text("partnership", 2022, "difficulties", (
        "Ressources rares.", "Retrait de plusieurs partenaires.",
    )),
    Text("protection", 2023, "remark", (
        (
            "Le rapport transmis parle, dans la partie Protection, des «\u00a0résultats de la "
            "réalisation des activités de prévention\u00a0»\u00a0; ce sont des nombres de "
            "protection. Les mots sont reproduits tels quels."
        ),
        (
            "Le rapport transmis indique une collecte et une protection des données "
            "renforcées\u00a0; pour la même année, il indique l'absence d'une base de données "
            "nationale et d'un système national de collecte. Les deux sont reproduits tels quels."
        ),
    )),
    Text("prevention", 2022, "remark", (
        (
            "Le rapport transmis indique des avant-projets de loi «\u00a0en processus "
            "d'adoption\u00a0» (prévention, 2022) et «\u00a0l'adoption de la loi "
            "spécifique\u00a0» (poursuite, 2022). Les deux sont reproduits tels quels."
        ),
    )),
    Text("prosecution", 2022, "remark", (
        (
            "Le rapport transmis indique «\u00a0l'adoption de la loi spécifique\u00a0» "
            "(poursuite, 2022)\u00a0; la loi est «\u00a0en processus d'adoption\u00a0» "
            "(prévention, 2022) et «\u00a0en voie d'adoption\u00a0» (poursuite, 2023). Aucune "
            "loi nouvelle n'est adoptée. Les mots sont reproduits tels quels."
        ),
    )),
    Text("prosecution", 2023, "remark", (
        (
            "Le rapport transmis indique une loi spécifique «\u00a0en voie d'adoption\u00a0» "
            "(2023), après son adoption (2022). Les deux sont reproduits tels quels."
        ),
        (
            "Le rapport transmis indique l'absence de système national de collecte, et ailleurs "
            "une collecte renforcée (protection, 2023). Les deux sont reproduits tels quels."
        ),
    )),
)  # fmt: skip
