"""Identification: the case, the person's identity, and the decisions on her status."""
