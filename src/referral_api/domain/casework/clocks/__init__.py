"""Finding what clocks ring for, in all areas, and telling it."""
