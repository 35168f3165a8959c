"""The yearly values of the plan's indicators."""
