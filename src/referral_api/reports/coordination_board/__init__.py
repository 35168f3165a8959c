"""The coordinator's board as a response: JSON or CSV, or how far its counting is."""
