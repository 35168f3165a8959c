"""Grants (habilitations): the sections of a case that an organisation reads, on what basis, until
when.
"""
