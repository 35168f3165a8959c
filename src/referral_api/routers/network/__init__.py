"""The network: organisations, agents, partner systems and their tokens."""
