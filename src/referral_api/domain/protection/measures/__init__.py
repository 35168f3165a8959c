"""Protection measures (mesures de protection): what is decided for a person, beside help."""
