"""Protection: asking services to help, and the places they have."""
