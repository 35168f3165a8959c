"""Outgoing events (événements sortants): notifications for the systems of an organisation."""
