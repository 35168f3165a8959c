"""Places and stays: who is expected, who is here, and what is free."""
