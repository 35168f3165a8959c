"""Identification: the case, the person behind it, and the decisions on her status."""
