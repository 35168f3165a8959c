"""What a transaction may see, and what it may count."""

from typing import Literal

# The rows that a transaction may see: those its organisation was granted, the flow of every
# case without identities, the audit log, or all of them, for the service's own checks.
VisibilityScope = Literal["grants", "flow", "audit", "system"]
# What is counted beside the rows of a caller's scope: all of the country, or what everybody counts.
CountingSight = Literal["flow", "programme"]
