"""What each figure counts: tables that a statistician reads."""
