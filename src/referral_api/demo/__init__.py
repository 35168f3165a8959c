"""The demonstration: synthetic organisations and agents, and the story that they play."""
