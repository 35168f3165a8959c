"""Incidents (événements): what happened, at one place and time; cases hang on it."""
