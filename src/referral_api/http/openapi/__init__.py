"""The published contract (OpenAPI 3.1) and the page that shows it."""
