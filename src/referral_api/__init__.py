"""Referral-api: the register, referrals and custody of a national referral mechanism."""

import gc

# Almost all that is made while the service is imported stays. Looking for garbage in it time and
# again would take a sixth of the start of each process.
gc.set_threshold(50_000, 20, 20)
