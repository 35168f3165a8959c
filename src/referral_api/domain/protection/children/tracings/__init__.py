"""Family tracing: looking for a relative who is not the trafficker."""
