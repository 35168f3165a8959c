"""Why two answers to one question differ: reasons that add up."""
