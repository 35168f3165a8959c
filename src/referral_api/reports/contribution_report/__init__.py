"""The committee's yearly contribution, made of stored answers, aggregates and entries.

Alone in ``reports`` this package reads the domain, as the sheet of contributions does. It makes a
``Document``, which the rest of ``reports`` typesets.
"""
