"""What is kept of each counted row, and from when until when."""
