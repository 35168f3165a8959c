"""Finding a place (recherche de place) for an anonymous need, and what need stays unmet."""
