"""How long a reconsideration takes, unless a setting says otherwise."""

RECONSIDERATION_DAYS = 30
