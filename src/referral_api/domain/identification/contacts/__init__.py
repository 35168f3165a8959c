"""Contacts (contacts sans dossier): a person who was met, and of whom there is no file."""
