"""A request for contributions (saisine): a letter that asks the committee for the country's part.

Its call (appel à contributions) asks organisations for their numbers.
"""
