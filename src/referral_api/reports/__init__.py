"""Documents for people: reports that are typeset, the same bytes each time, and forms to fill in.

Typesetting knows neither the database nor what a figure means.
"""
