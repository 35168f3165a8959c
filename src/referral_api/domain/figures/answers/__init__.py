"""Questions that were asked, and what was answered: never changed."""
