"""Every seeded fault, by what it would harm."""

from tests.mutants.areas.access import GRANTS, ROLES
from tests.mutants.areas.callers import CURSORS, TOKENS, VERSIONS
from tests.mutants.areas.children import CHILDREN
from tests.mutants.areas.consent import CONSENT
from tests.mutants.areas.contribution_report import CONTRIBUTION_REPORT
from tests.mutants.areas.contributions import CONTRIBUTIONS
from tests.mutants.areas.coordination import COORDINATION
from tests.mutants.areas.custody import CUSTODY
from tests.mutants.areas.directory import DIRECTORY
from tests.mutants.areas.figures import FIGURES
from tests.mutants.areas.floods import ANONYMOUS, LIMITS
from tests.mutants.areas.inputs import INPUTS
from tests.mutants.areas.installations import KEYS, RESTORES
from tests.mutants.areas.leaks import LEAKS
from tests.mutants.areas.linked_persons import LINKED_PERSONS
from tests.mutants.areas.lists import LISTS
from tests.mutants.areas.many import MANY
from tests.mutants.areas.measures import MEASURES
from tests.mutants.areas.network import NETWORK
from tests.mutants.areas.on_file import ON_FILE
from tests.mutants.areas.pages import PAGES
from tests.mutants.areas.pages_factors import PAGES_FACTORS
from tests.mutants.areas.pages_files import PAGES_FILES
from tests.mutants.areas.pages_requests import PAGES_REQUESTS
from tests.mutants.areas.pages_search import PAGES_SEARCH
from tests.mutants.areas.pages_sign_in import PAGES_SIGN_IN
from tests.mutants.areas.persons import PERSONS
from tests.mutants.areas.plans import SUPPORT
from tests.mutants.areas.programme import PROGRAMME
from tests.mutants.areas.reports import REPORTS
from tests.mutants.areas.restarts import RESTARTS
from tests.mutants.areas.rules import RULES
from tests.mutants.areas.screening import SCREENING
from tests.mutants.areas.sign_in import SIGN_IN
from tests.mutants.areas.stays import ASSISTANCE
from tests.mutants.areas.story import STORY
from tests.mutants.areas.telling import TELLING
from tests.mutants.areas.time_and_places import CAPACITY, EXPIRY
from tests.mutants.areas.tips import TIPS
from tests.mutants.areas.traces import AUDIT, IDEMPOTENCY
from tests.mutants.mutant import Mutant

AREAS: dict[str, tuple[Mutant, ...]] = {
    "consent": CONSENT,
    "custody": CUSTODY,
    "grants": GRANTS,
    "roles": ROLES,
    "tokens": TOKENS,
    "cursors": CURSORS,
    "versions": VERSIONS,
    "idempotency": IDEMPOTENCY,
    "audit": AUDIT,
    "expiry": EXPIRY,
    "capacity": CAPACITY,
    "directory": DIRECTORY,
    "contributions": CONTRIBUTIONS,
    "rules": RULES,
    "pages": PAGES,
    "persons": PERSONS,
    "linked_persons": LINKED_PERSONS,
    "story": STORY,
    "inputs": INPUTS,
    "anonymous": ANONYMOUS,
    "limits": LIMITS,
    "figures": FIGURES,
    "contribution": CONTRIBUTION_REPORT,
    "leaks": LEAKS,
    "pages search": PAGES_SEARCH,
    "lists": LISTS,
    "keys": KEYS,
    "restores": RESTORES,
    "restarts": RESTARTS,
    "reports": REPORTS,
    "programme": PROGRAMME,
    "assistance": ASSISTANCE,
    "screening": SCREENING,
    "support": SUPPORT,
    "children": CHILDREN,
    "telling": TELLING,
    "coordination": COORDINATION,
    "network": NETWORK,
    "tips": TIPS,
    "many": MANY,
    "measures": MEASURES,
    "on file": ON_FILE,
    "sign in": SIGN_IN,
    "at the telephone": PAGES_SIGN_IN,
    "personal accounts": PAGES_FACTORS,
    "officer": PAGES_FILES,
    "shelter": PAGES_REQUESTS,
}


def find_mutants(wanted: str) -> dict[str, Mutant]:
    """Return the mutants whose area and name hold these words, by both."""
    named = {f"{area}: {row.name}": row for area, rows in AREAS.items() for row in rows}
    return {name: row for name, row in named.items() if wanted.lower() in name.lower()}
