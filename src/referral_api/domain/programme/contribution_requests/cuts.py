"""The cut that freezing a request takes: the place where the figures are fixed for it.

``figures`` lies above this area and cannot be named here, so who serves the act hands the function
in. The cut belongs to the transaction of the freezing: both are there, or neither.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.programme.contribution_requests.tables import ContributionRequest

TakeCut = Callable[[Transaction, ContributionRequest], Awaitable[UUID]]
