"""The vocabulary of series: why numbers of two years do not compare."""

from referral_api.domain.codelists.code import Code


class BreakKind(Code):
    """What changed from one year to the next, so that their numbers do not compare."""

    UNIT = "unit", "Unité comptée", "Unit that is counted"
    FILTER = "filter", "Définition de ce qui compte", "Definition of what counts"
    POPULATION = "population", "Population concernée", "Population that is counted"
    SOURCE_COVERAGE = "source_coverage", "Couverture des sources", "Coverage of the sources"
    LAW = "law", "Loi", "Law"
    TERRITORY = "territory", "Découpage du territoire", "Division of the territory"


class DifferenceReason(Code):
    """Why a number differs between two answers. Each change has exactly one reason."""

    NEW_EVENT = "new_event", "Fait nouveau", "New event"
    LATE_ENTRY = "late_entry", "Saisie tardive", "Late entry"
    ESTABLISHED = "established", "Établi depuis", "Established since"
    REVERSED = "reversed", "Annulé ou plus en vigueur", "Reversed, or no longer in force"
    ATTRIBUTE_CORRECTED = "attribute_corrected", "Caractéristique corrigée", "Attribute corrected"
    DATE_CORRECTED = "date_corrected", "Date corrigée", "Date corrected"
    CLOSED_AS_DUPLICATE_OR_ERROR = (
        "closed_as_duplicate_or_error",
        "Clos comme doublon ou comme erreur",
        "Closed as a duplicate or an error",
    )
    REOPENED_AS_COUNTED = (
        "reopened_as_counted",
        "Ni doublon ni erreur, finalement",
        "No duplicate and no error after all",
    )
    ERASED = "erased", "Effacé", "Erased"
    LINKED = "linked", "Dossiers rapprochés", "Files linked"
    UNLINKED = "unlinked", "Rapprochement défait", "Files no longer linked"
    DEFINITION_VERSION = (
        "definition_version",
        "Nouvelle version de la définition",
        "New version of the definition",
    )


class SeriesFlag(Code):
    """What must be said of one number of a series. The letters are those of SDMX."""

    BREAK = "b", "Rupture de série", "Break of the series"
    PROVISIONAL = "p", "Provisoire : l'année n'est pas finie", "Provisional: the year is not over"
    POSSIBLE_DOUBLE_COUNT = (
        "possible_double_count",
        "Doubles comptes possibles",
        "Some may be counted twice",
    )


class Apart(Code):
    """Why two lines of a series do not join."""

    UNIT = "unit", "Unités différentes", "Different units"
    POPULATION = "population", "Populations différentes", "Different populations"
    FILTER = "filter", "Définitions différentes", "Different definitions"
    REFERENCE_DATE = (
        "reference_date",
        "Dates de référence différentes ou non dites",
        "Reference dates that differ, or are not said",
    )
    PERIOD = "period", "Périodes qui ne sont pas des années civiles", "Periods other than years"
    NO_COMMON_YEAR = "no_common_year", "Aucune année commune", "No year in common"
    TOO_DIFFERENT = "too_different", "Plus de 5 % d'écart", "More than 5 % apart"


class NoGrowth(Code):
    """Why no growth is given."""

    FIRST_YEAR = "first_year", "Rien avant cette année", "Nothing before this year"
    BREAK = "break", "Rupture de série entre les deux", "A break of the series lies between"
    NO_VALUE = "no_value", "Pas de nombre", "No number"
    ZERO_BASE = "zero_base", "Rien à quoi rapporter", "Nothing to relate it to"
