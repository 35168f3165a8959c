"""Scenes (lieux des faits): where something happened, and when, as far as people can tell."""
