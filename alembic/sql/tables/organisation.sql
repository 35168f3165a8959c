-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON organisation TO referral_app;
GRANT SELECT ON organisation TO referral_app;
GRANT UPDATE ON organisation TO referral_app;
