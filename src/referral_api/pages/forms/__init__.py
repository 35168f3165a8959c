"""Forms: a payload becomes fields, and what the fields say becomes the payload again."""
