"""Every expected failure, with its status, its code and its words."""
