"""Replies by telephone."""
