"""Reconsiderations (réexamens): the request that a negative decision is taken up again."""
