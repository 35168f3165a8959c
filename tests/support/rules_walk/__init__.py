"""Walks over the rules: a cast, the service as each of them calls it, and what is then compared."""
