"""The years of a figure side by side: what is counted here, and the totals of others."""
