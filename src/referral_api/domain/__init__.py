"""What the words mean: one package per resource, and nothing about HTTP."""
