"""The report's prose, one block for each pillar and year."""
