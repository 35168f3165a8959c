"""Delivery: the worker, and what it sends. Alone imports the libraries of queues and of mail."""
