"""The vocabulary of an episode of exploitation: the work, the recruitment, the control, the end."""

from referral_api.domain.codelists.code import Code


class SexualExploitationType(Code):
    """The kind of sexual exploitation."""

    PROSTITUTION = "prostitution", "Prostitution", "Prostitution"
    PORNOGRAPHY = "pornography", "Pornographie", "Pornography"
    REMOTE_INTERACTIVE = (
        "remote_interactive",
        "Services interactifs à distance",
        "Remote interactive services",
    )
    PRIVATE_SEXUAL_SERVICES = (
        "private_sexual_services",
        "Services sexuels privés",
        "Private sexual services",
    )
    UNKNOWN = "unknown", "Inconnu", "Unknown"


class RecruitmentMethod(Code):
    """How the person was recruited."""

    PLACE_OF_BUSINESS = (
        "place_of_business",
        "Dans un commerce ou une entreprise",
        "At a place of business",
    )
    EDUCATIONAL_INSTITUTION = (
        "educational_institution",
        "Dans un établissement d'enseignement",
        "At an educational institution",
    )
    AT_WORK = "at_work", "Au travail", "At work"
    SOCIAL_NETWORKS = "social_networks", "Par les réseaux sociaux", "Through online social networks"
    ONLINE_ADVERTISEMENT = (
        "online_advertisement",
        "Par une annonce en ligne",
        "Through an online advertisement",
    )
    TELEVISION = "television", "Par une annonce télévisée", "Through a television advert"
    NEWSPAPER = "newspaper", "Par une annonce de presse", "Through a newspaper advert"
    FAMILY = "family", "Par la famille ou un événement familial", "Through family or family events"
    FRIENDS = "friends", "Par des amis ou une fête", "Through friends or social events"
    ENTRUSTING = "entrusting", "Enfant confié (confiage)", "Child entrusted"
    QURANIC_SCHOOL = (
        "quranic_school",
        "Remise à un maître coranique",
        "Placed with a Qur'anic master",
    )
    PLACEMENT_GO_BETWEEN = (
        "placement_go_between",
        "Par une placeuse ou un intermédiaire",
        "Through a placement go-between",
    )
    RECRUITER_VISIT = (
        "recruiter_visit",
        "Recruteur venu au village ou sur le site",
        "Recruiter came to the village or site",
    )
    MIGRATION_ROUTE = "migration_route", "Sur la route migratoire", "On the migration route"
    ABDUCTION_OR_RAID = "abduction_or_raid", "Enlèvement ou attaque", "Abduction or raid"
    ARMED_GROUP = "armed_group", "Par un groupe armé", "By an armed group"
    BY_BIRTH = "by_birth", "Statut imposé dès la naissance", "Status imposed at birth"
    OTHER = "other", "Autre", "Other"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
    NOT_ASKED = "not_asked", "Non demandé", "Not asked"


class RelationToVictim(Code):
    """What the alleged trafficker is to the person."""

    PARENT = "parent", "Père ou mère", "Parent"
    SIBLING = "sibling", "Frère ou sœur", "Sibling"
    OTHER_RELATIVE = "other_relative", "Autre parent", "Other relative"
    SPOUSE_OR_PARTNER = (
        "spouse_or_partner",
        "Conjoint, fiancé ou partenaire",
        "Spouse, fiancé or partner",
    )
    FORMER_PARTNER = "former_partner", "Ancien conjoint ou partenaire", "Former spouse or partner"
    FRIEND = "friend", "Ami ou amie", "Friend"
    NEIGHBOUR = "neighbour", "Voisin ou personne du village", "Neighbour or villager"
    EMPLOYER = "employer", "Employeur", "Employer"
    GO_BETWEEN = "go_between", "Intermédiaire, placeuse", "Go-between"
    QURANIC_MASTER = "quranic_master", "Maître coranique", "Qur'anic master"
    TEACHER_OR_TRAINER = (
        "teacher_or_trainer",
        "Enseignant, maître d'apprentissage",
        "Teacher, trainer",
    )
    RELIGIOUS_OR_CUSTOMARY_LEADER = (
        "religious_or_customary_leader",
        "Chef religieux ou coutumier",
        "Religious or customary leader",
    )
    FAMILY_CALLED_MASTERS = (
        "family_called_masters",
        "Famille dite de maîtres",
        "Family called masters",
    )
    SMUGGLER_OR_DRIVER = "smuggler_or_driver", "Passeur ou chauffeur", "Smuggler or driver"
    ARMED_GROUP_MEMBER = "armed_group_member", "Membre d'un groupe armé", "Member of an armed group"
    PUBLIC_OFFICIAL = "public_official", "Agent public", "Public official"
    ONLINE_CONTACT = "online_contact", "Contact en ligne", "Online contact"
    STRANGER = "stranger", "Personne inconnue", "Stranger"
    OTHER = "other", "Autre", "Other"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
    NOT_ASKED = "not_asked", "Non demandé", "Not asked"


class ControlMethod(Code):
    """How the person was held."""

    DEBT = "debt", "Dette", "Debt"
    TAKES_EARNINGS = "takes_earnings", "Confiscation des gains", "Takes earnings"
    RESTRICTS_MONEY = (
        "restricts_money",
        "Restriction de l'accès à l'argent",
        "Restricts financial access",
    )
    THREATS = "threats", "Menaces physiques", "Physical threats"
    THREATS_TO_FAMILY = (
        "threats_to_family",
        "Menaces sur les enfants ou la famille",
        "Threatens children or family",
    )
    THREAT_OF_AUTHORITIES = (
        "threat_of_authorities",
        "Menaces de dénonciation aux autorités",
        "Threat of the authorities",
    )
    PSYCHOLOGICAL_ABUSE = "psychological_abuse", "Violences psychologiques", "Psychological abuse"
    PHYSICAL_ABUSE = "physical_abuse", "Violences physiques", "Physical abuse"
    SEXUAL_ABUSE = "sexual_abuse", "Violences sexuelles", "Sexual abuse"
    FALSE_PROMISES = "false_promises", "Fausses promesses", "False promises"
    SUBSTANCES = "substances", "Alcool ou drogues", "Psychoactive substances"
    RESTRICTS_MOVEMENT = "restricts_movement", "Restriction des mouvements", "Restricts movement"
    RESTRICTS_CARE = "restricts_care", "Restriction de l'accès aux soins", "Restricts medical care"
    EXCESSIVE_HOURS = "excessive_hours", "Horaires excessifs", "Excessive working hours"
    USES_CHILDREN = "uses_children", "Se sert de ses enfants", "Uses their children"
    WITHHOLDS_NECESSITIES = (
        "withholds_necessities",
        "Privation de nourriture, d'eau ou de sommeil",
        "Withholds necessities",
    )
    WITHHOLDS_DOCUMENTS = "withholds_documents", "Confiscation des documents", "Withholds documents"
    OATH_OR_RITE = (
        "oath_or_rite",
        "Serment, rite ou peur d'un sort",
        "Oath, rite or fear of a curse",
    )
    INHERITED_STATUS = (
        "inherited_status",
        "Soumission imposée par la naissance",
        "Submission imposed by birth",
    )
    OTHER = "other", "Autre", "Other"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
    NOT_ASKED = "not_asked", "Non demandé", "Not asked"


class EpisodeExit(Code):
    """How the exploitation ended. Why it did not end sooner is never asked."""

    LEFT_ALONE = "left_alone", "Départ par ses propres moyens", "Left by own means"
    HELPED_BY_SOMEONE = "helped_by_someone", "Aide d'un tiers", "Helped by someone"
    AUTHORITIES = "authorities", "Intervention des autorités", "Authorities stepped in"
    NGO = "ngo", "Intervention d'une ONG", "An NGO stepped in"
    LET_GO = "let_go", "Libération par l'auteur présumé", "Let go"
    PASSED_ON = "passed_on", "Remise à un autre auteur", "Passed on to another"
    ENDED_BY_COMMUNITY = (
        "ended_by_community",
        "Médiation de la communauté",
        "Ended by the community",
    )
    NOT_ENDED = "not_ended", "Toujours en cours", "Not ended"
    OTHER = "other", "Autre", "Other"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
