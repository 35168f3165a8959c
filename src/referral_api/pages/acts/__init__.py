"""A form, a list or a record for each operation of the API."""
