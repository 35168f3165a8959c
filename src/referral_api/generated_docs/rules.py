"""The rules of access, one row each: the module that holds the rule, and the tests that show it.

The numbers are those of the seeded faults (``tests/mutants/areas/rules.py``). A module is named
from ``src/referral_api``, anything else from the root of the project.
"""

from dataclasses import dataclass

from referral_api.generated_docs.markdown import codes, table


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, for a lawyer, in both languages."""

    fr: str
    en: str
    held_in: tuple[str, ...]
    shown_by: tuple[str, ...]


RULES = {
    1: Rule(
        fr="Le consentement, les référencements, le lieu où se trouve la personne et son dossier "
        "relèvent de la chaîne de protection. L'organisation responsable de la seule enquête n'en "
        "voit et n'en fait rien d'autre que ses volets. L'enquête se transmet par obligation "
        "légale ; l'identité s'y ouvre par le consentement de la personne, ou par l'ordonnance "
        "d'un magistrat, dont l'organisation responsable de la protection est informée.",
        en="Consents, referrals, the person's whereabouts and file belong to the protection chain. "
        "An organisation responsible for the investigation only has its sections and no more. "
        "The investigation moves by legal duty; the identity opens with it by the person's "
        "consent, or by a magistrate's recorded order, of which the organisation responsible for "
        "protection is told.",
        held_in=(
            "domain/access/custodians.py",
            "domain/custody/identity_orders/operations.py",
        ),
        shown_by=(
            "tests/api/consent/test_whose_consent.py",
            "tests/api/custody/test_legal_duties.py",
        ),
    ),
    2: Rule(
        fr="Sans acte du responsable, deux coordonnateurs transfèrent la responsabilité, "
        "chacun avec ses propres accès.",
        en="Without an act of the custodian, two coordinators move custody, each with "
        "credentials of its own.",
        held_in=("domain/custody/handoffs/operations.py",),
        shown_by=("tests/api/custody/test_assignments.py",),
    ),
    3: Rule(
        fr="Les référencements ouverts suivent la responsabilité. L'ancien responsable garde "
        "une copie de ce qu'il a écrit, telle qu'elle était.",
        en="Open referrals follow custody. A former custodian keeps a copy of what it wrote, "
        "as it was.",
        held_in=("domain/protection/referrals/records.py",),
        shown_by=("tests/api/protection/test_referral_custody.py",),
    ),
    4: Rule(
        fr="Un consentement est à la personne : un destinataire ne l'apprend qu'une fois qu'il "
        "ouvre quelque chose ; un retrait ferme les fiches ; un renouvellement vaut pour ce qui "
        "est en cours. Qui signale un retrait ou un décès le rend vrai.",
        en="A consent is the person's own: a recipient knows of it once it opens something; a "
        "withdrawal closes sheets; a renewal covers what goes on. Who reports a withdrawal or a "
        "death makes it true.",
        held_in=(
            "domain/consent/consents/policy.py", "domain/casework/consent_attachment.py",
            "domain/casework/reported_facts.py",
        ),
        shown_by=("tests/api/consent/test_renewal.py", "tests/api/casework/test_death.py"),
    ),
    5: Rule(
        fr="Un fait se constate toujours : arrivée, départ, retrait, décès. Ce qu'il ouvre est une "
        "autre question. Un décès signalé met fin à ce qui est promis ; l'organisation responsable "
        "de la protection le confirme en clôturant le dossier, ou le rectifie.",
        en="A fact can always be recorded: an arrival, a departure, a withdrawal, a death. What it "
        "opens is another question. A reported death ends what is promised; the "
        "organisation responsible for protection confirms it by closing the file, or corrects it.",
        held_in=("domain/custody/handoffs/operations.py", "domain/casework/death.py"),
        shown_by=("tests/api/custody/test_arrivals.py", "tests/api/casework/test_death.py"),
    ),
    6: Rule(
        fr="Ce qui protège la personne voyage avec la personne : la plus stricte des sources, et "
        "les corrections suivent.",
        en="What protects the person travels with the person: the stricter of all sources, and "
        "corrections follow.",
        held_in=("domain/protection/referrals/sheet.py", "domain/custody/handoffs/sheet.py"),
        shown_by=("tests/api/protection/test_sheets.py",),
    ),
    7: Rule(
        fr="Dossier clos, organisation inactive : aucun acte ne s'y appuie. Une organisation "
        "dont dépendent des personnes n'est pas désactivée en silence.",
        en="A closed file, an inactive organisation: no act rests on them. An organisation on "
        "which people depend is not deactivated silently.",
        held_in=(
            "domain/identification/cases/open_case.py",
            "domain/casework/organisation_leaving.py",
        ),
        shown_by=("tests/api/casework/test_closed_and_away.py",),
    ),
    8: Rule(
        fr="Un acte verrouille ce sur quoi il repose.",
        en="An act locks what it rests on.",
        held_in=("domain/protection/referrals/ground.py", "domain/consent/consents/queries.py"),
        shown_by=(
            "tests/api/casework/test_race_table.py", "tests/api/casework/test_races.py",
            "tests/api/casework/test_referral_races.py",
        ),
    ),
    9: Rule(
        fr="Une requête répétée ne dit rien de plus qu'une lecture.",
        en="A replay tells no more than a reading.",
        held_in=("domain/casework/replay_visibility.py",),
        shown_by=("tests/contract/test_acts_recorded.py",),
    ),
    10: Rule(
        fr="Une seule fonction dit ce que le temps a décidé.",
        en="One function says what time has decided.",
        held_in=("domain/transitions.py", "domain/records/overdue.py"),
        shown_by=("tests/api/protection/test_status_filters.py",),
    ),
    11: Rule(
        fr="Chaque motif a son champ ; un état final dit pourquoi.",
        en="Each reason has its field; a final state says why.",
        held_in=("domain/protection/referrals/reasons.py",),
        shown_by=("tests/api/protection/test_referral_reasons.py",),
    ),
    12: Rule(
        fr="Un administrateur agit dans son organisation. Les clés et les rôles qui voient "
        "loin demandent une seconde personne. Nul ne reste sans administrateur.",
        en="An administrator acts within its organisation. Keys and far-seeing roles need a "
        "second person. Nothing is left without an administrator.",
        held_in=("permissions/roles.py", "domain/network/second_person/policy.py"),
        shown_by=("tests/api/network/test_reach.py", "tests/api/network/test_pending_changes.py"),
    ),
    13: Rule(
        fr="Le journal dit ce qui s'est passé ; la base tient le vocabulaire, l'auteur et "
        "l'instant.",
        en="The audit log says what happened; the database holds vocabulary, actor and "
        "instant.",
        held_in=("docs/decisions/0021-what-the-database-believes.md",),
        shown_by=("tests/database/test_audit_trust.py", "tests/database/test_network_guards.py"),
    ),
    14: Rule(
        fr="Une décision d'identification se rouvre, avec un motif.",
        en="An identification is reopened, with a reason.",
        held_in=("domain/identification/decisions/reopening.py",),
        shown_by=("tests/api/identification/test_reopened_findings.py",),
    ),
    15: Rule(
        fr="Une personne, une place ; un transfert le dit.",
        en="One person, one place; a transfer says so.",
        held_in=("domain/protection/referrals/person_places.py",),
        shown_by=("tests/api/protection/test_one_place.py",),
    ),
    16: Rule(
        fr="Un identifiant inutilisable est refusé d'une seule façon.",
        en="An id that cannot be used is refused in one way.",
        held_in=("database/error_mapping.py",),
        shown_by=("tests/api/casework/test_no_oracle.py",),
    ),
    17: Rule(
        fr="L'aide n'attend pas une signature. Sur un intérêt vital, ou l'intérêt supérieur d'un "
        "enfant, constaté par une seule personne, la fiche et la santé s'ouvrent aussitôt. Une "
        "seconde personne de l'organisation responsable de la protection confirme dans les 12 "
        "heures (réglage) ; sinon tout se referme, la coordination est alertée et la prise en "
        "charge continue. L'identité, les autres volets et la responsabilité attendent cette "
        "confirmation.",
        en="Help does not wait for a signature. On a vital interest or the best interest of a "
        "child, recorded by one person, the sheet and health open at once. A second person of the "
        "organisation responsible for protection confirms within 12 hours (a setting); otherwise "
        "all of it closes, the coordination is alerted, and the care goes on. Identity, the other "
        "sections and custody wait for that confirmation.",
        held_in=("domain/consent/consents/policy.py", "domain/casework/ground_lapse.py"),
        shown_by=(
            "tests/api/consent/test_help_before_signature.py",
            "tests/api/consent/test_ground_lapse.py",
            "tests/database/test_urgent_grounds.py",
        ),
    ),
    18: Rule(
        fr="La police ne garde pas la personne : après 72 heures, la coordination est alertée. "
        "Jamais les deux chaînes à l'organisation qui met la personne en cause.",
        en="Police do not keep the person: after 72 hours the coordination is alerted. Both chains "
        "never belong to the organisation that accuses the person.",
        held_in=("domain/casework/alerts/lasting.py", "domain/custody/accusations/policy.py"),
        shown_by=("tests/api/casework/test_alerts.py", "tests/api/custody/test_accusations.py"),
    ),
    19: Rule(
        fr="Un appel compte : l'expéditeur ou la coordination rappelle le destinataire à son "
        "téléphone de permanence et consigne sa réponse, l'arrivée ou la prise en charge ; elle "
        "vaut aussitôt, jusqu'à ce que le destinataire la confirme ou la rectifie, sous 72 heures. "
        "La responsabilité qu'un appel a déplacée revient sans interruption. Un départ suspend la "
        "limite de début. Quand c'est arrivé et quand c'est consigné figurent côte à côte.",
        en="A call counts: the sender or the coordination calls the receiver back on its duty "
        "telephone and records its reply, an arrival or a custody taken over; it binds at once, "
        "until the receiver confirms or corrects it within 72 hours. Custody that a call moved "
        "returns without a gap. A departure stops the limit to start. When it happened stands "
        "beside when it was recorded.",
        held_in=(
            "domain/casework/calls/recording.py", "domain/records/voice.py",
            "domain/custody/handoffs/returns.py", "domain/protection/referrals/departures.py",
        ),
        shown_by=(
            "tests/api/casework/test_calls.py", "tests/api/casework/test_call_corrections.py",
            "tests/api/casework/test_returned_custody.py",
            "tests/api/protection/test_departures.py", "tests/database/test_calls.py",
        ),
    ),
}  # fmt: skip


def write_table() -> str:
    """Write the table of the rules."""
    head = ("#", "La règle", "The rule", "Held in", "Shown by")
    rows = [
        (number, rule.fr, rule.en, codes(rule.held_in), codes(rule.shown_by))
        for number, rule in RULES.items()
    ]
    return table(head, rows)
