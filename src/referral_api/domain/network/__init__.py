"""The network (réseau): organisations, their agents and partner systems, and their tokens."""
