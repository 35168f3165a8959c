"""A handoff (passation): moves custody, in two steps, offered and accepted."""
