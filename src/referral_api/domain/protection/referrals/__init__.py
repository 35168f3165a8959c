"""A referral (référencement): asks a service to help. Custody does not move."""
