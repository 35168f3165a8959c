"""The rules of the mechanism: one package for each resource, and nothing about HTTP."""
