"""What definitions count: each relation with its columns and its conditions, as of a cut."""
