"""One request for many people: each row is the act of one, by the same rules."""
