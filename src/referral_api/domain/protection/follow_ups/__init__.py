"""Follow-ups (suivis): how the person is, some months after leaving."""
