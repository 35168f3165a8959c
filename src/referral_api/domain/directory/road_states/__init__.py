"""The state of a road (état de la route): whether people can travel to a region or a cercle."""
