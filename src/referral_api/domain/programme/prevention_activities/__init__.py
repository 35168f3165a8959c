"""Prevention activities: what was done, where, for how many, and why for fewer than hoped."""
