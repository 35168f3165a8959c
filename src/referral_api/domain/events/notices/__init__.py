"""Notices (avis): what waits for an agent or for an organisation; ids only."""
