"""The child's best interests: assessed by one, determined by a panel."""
