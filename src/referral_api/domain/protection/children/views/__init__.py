"""What the person says of it, and what a refusal stops."""
