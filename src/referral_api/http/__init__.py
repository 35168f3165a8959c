"""The way in and out: middleware, routing, problems, idempotency, pagination."""
