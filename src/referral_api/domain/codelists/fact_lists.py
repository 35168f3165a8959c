"""The lists of what was done to a person, how it was learnt, and who the person is."""

from referral_api.domain.codelists import (
    backgrounds,
    documents,
    episodes,
    industry,
    platforms,
    profiles,
    scenes,
    screenings,
)
from referral_api.domain.codelists.code import Code
from referral_api.domain.codelists.title import Title

FACT_LISTS: dict[str, type[Code]] = {
    "age_bases": profiles.AgeBasis,
    "age_precisions": scenes.AgePrecision,
    "answer_bases": screenings.AnswerBasis,
    "control_methods": episodes.ControlMethod,
    "descent_statuses": backgrounds.DescentStatus,
    "displacement_causes": profiles.DisplacementCause,
    "documents_held": documents.DocumentHeld,
    "education_levels": profiles.EducationLevel,
    "employment_statuses": profiles.EmploymentStatus,
    "ethnic_groups": backgrounds.EthnicGroup,
    "exits": episodes.EpisodeExit,
    "functional_difficulties": profiles.FunctionalDifficulty,
    "industry_sections": industry.IndustrySection,
    "instrument_audiences": screenings.InstrumentAudience,
    "interpreter_kinds": screenings.InterpreterKind,
    "labour_activities": industry.LabourActivity,
    "marital_statuses": profiles.MaritalStatus,
    "migration_statuses": profiles.MigrationStatus,
    "movement_scopes": scenes.MovementScope,
    "no_specialist_reasons": screenings.NoSpecialistReason,
    "place_kinds": scenes.PlaceKind,
    "place_settings": scenes.PlaceSetting,
    "platforms": platforms.Platform,
    "question_weights": screenings.QuestionWeight,
    "recruitment_methods": episodes.RecruitmentMethod,
    "relations_to_victim": episodes.RelationToVictim,
    "residence_kinds": profiles.ResidenceKind,
    "screening_advices": screenings.ScreeningAdvice,
    "screening_dimensions": screenings.ScreeningDimension,
    "screening_ends": screenings.ScreeningEnd,
    "screening_warnings": screenings.ScreeningWarning,
    "sexual_exploitation_types": episodes.SexualExploitationType,
}
FACT_TITLES: dict[str, Title] = {
    "age_bases": Title("Connaissance de l'âge", "How an age is known"),
    "age_precisions": Title("Précision d'un âge", "Precision of an age"),
    "answer_bases": Title("Appuis d'une réponse", "What an answer rests on"),
    "control_methods": Title("Moyens de contrôle", "Methods of control"),
    "descent_statuses": Title("Statuts imposés par la naissance", "Statuses imposed by descent"),
    "displacement_causes": Title("Causes de déplacement", "Causes of displacement"),
    "documents_held": Title("Documents détenus", "Documents held"),
    "education_levels": Title("Niveaux d'instruction", "Levels of education"),
    "employment_statuses": Title("Situations d'emploi", "Occupations before the facts"),
    "ethnic_groups": Title("Groupes ethniques", "Ethnic groups"),
    "exits": Title("Fins de l'exploitation", "Ends of an exploitation"),
    "functional_difficulties": Title("Difficultés fonctionnelles", "Functional difficulties"),
    "industry_sections": Title("Sections d'activité économique", "Sections of the economy"),
    "instrument_audiences": Title(
        "Publics d'un outil de dépistage", "Audiences of a screening instrument"
    ),
    "interpreter_kinds": Title("Interprétation", "Interpretation"),
    "labour_activities": Title("Activités imposées", "Imposed activities"),
    "marital_statuses": Title("Situations matrimoniales", "Marital statuses"),
    "migration_statuses": Title("Situations de migration", "Migration statuses"),
    "movement_scopes": Title("Étendue d'un déplacement", "Scope of a movement"),
    "no_specialist_reasons": Title(
        "Motifs d'absence de spécialiste de l'enfance", "Reasons for no child specialist"
    ),
    "place_kinds": Title("Rôles d'un lieu", "Parts that a place plays"),
    "place_settings": Title("Types de lieux", "Settings of a place"),
    "platforms": Title("Plateformes et applications", "Platforms and applications"),
    "question_weights": Title("Poids d'une question", "Weights of a question"),
    "recruitment_methods": Title("Modes de recrutement", "Methods of recruitment"),
    "relations_to_victim": Title("Liens avec la victime", "Relations to the victim"),
    "residence_kinds": Title("Milieux de résidence", "Kinds of residence"),
    "screening_advices": Title("Avis d'un dépistage", "Advice of a screening"),
    "screening_dimensions": Title("Dimensions d'un dépistage", "Dimensions of a screening"),
    "screening_ends": Title("Fins d'un dépistage", "Ends of a screening"),
    "screening_warnings": Title("Mises en garde d'un dépistage", "Warnings of a screening"),
    "sexual_exploitation_types": Title(
        "Types d'exploitation sexuelle", "Types of sexual exploitation"
    ),
}
