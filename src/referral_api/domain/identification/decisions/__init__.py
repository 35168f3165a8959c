"""A decision (décision): who held the person to be presumed or identified, on what ground."""
