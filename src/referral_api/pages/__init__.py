"""Web pages for people: the operations of the API, under /bureau, in the same process."""
