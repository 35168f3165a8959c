"""Outgoing events (événements sortants): what the systems of an organisation are told of."""
