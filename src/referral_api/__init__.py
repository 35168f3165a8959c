"""Referral-api: the register, referrals and custody of a national referral mechanism."""
