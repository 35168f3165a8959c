"""The figures that the register can say today, of all headings together. One row is one figure.

Sources: the headings of the national report (prevention, protection, partnership, action plan);
SDG 16.2.2; the Palermo Protocol, articles 3 and 6; the law of Mali no. 2012-023.
"""

from referral_api.domain.figures.definitions.assistance import ASSISTANCE
from referral_api.domain.figures.definitions.children import CHILDREN
from referral_api.domain.figures.definitions.definition import Definition
from referral_api.domain.figures.definitions.first_signs import FIRST_SIGNS
from referral_api.domain.figures.definitions.identification import IDENTIFICATION
from referral_api.domain.figures.definitions.network import NETWORK
from referral_api.domain.figures.definitions.plans import PLANS
from referral_api.domain.figures.definitions.programme import PROGRAMME
from referral_api.domain.figures.definitions.protection import PROTECTION
from referral_api.domain.figures.definitions.quality import QUALITY
from referral_api.domain.figures.definitions.referral import REFERRAL

_HEADINGS = (
    IDENTIFICATION, FIRST_SIGNS, PROTECTION, ASSISTANCE, CHILDREN, PLANS, REFERRAL, NETWORK,
    PROGRAMME, QUALITY,
)  # fmt: skip

DEFINITIONS: dict[str, Definition] = {row.code: row for heading in _HEADINGS for row in heading}
