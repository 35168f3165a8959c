"""Figures for people: the board, a figure and its answer, the years, the report."""
