"""Acts that meet on one person's rows: their table, the scene of a try, and what must then hold."""
