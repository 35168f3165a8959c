"""Imports: a table of people is checked as a whole, then loaded piece by piece."""
