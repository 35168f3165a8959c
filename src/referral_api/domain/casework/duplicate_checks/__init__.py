"""Checks (recherches de doublons): whether a person who was recorded has a file already."""
