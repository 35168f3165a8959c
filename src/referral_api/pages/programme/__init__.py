"""The committee's pages: requests for contributions, and the totals of structures."""
