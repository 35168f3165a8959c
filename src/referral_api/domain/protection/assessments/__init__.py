"""Assessments (évaluations): what the person needs, and what endangers them."""
