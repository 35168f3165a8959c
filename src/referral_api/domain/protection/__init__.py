"""Protection: referrals to services, and the places that services have."""
