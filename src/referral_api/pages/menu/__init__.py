"""The menu: the first entries of each role, and all headings."""
