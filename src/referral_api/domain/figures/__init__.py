"""Figures (chiffres): definitions, the history that they are counted from, cuts and answers."""
