"""A handoff (passation): moves custody in two steps, an offer and its acceptance."""
