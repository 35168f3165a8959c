"""Contributions in kind and money, by their givers."""
