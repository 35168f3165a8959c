"""Protection: referrals and the places of services."""
