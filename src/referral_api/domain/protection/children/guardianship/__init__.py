"""Who protects the child, and who stands in for the parents."""
