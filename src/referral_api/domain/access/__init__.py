"""A grant (habilitation): which organisation sees which part of a case, why, until when."""
