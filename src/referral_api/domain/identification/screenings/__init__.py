"""Screenings (dépistages): a conversation by an instrument, and what its answers advise."""
