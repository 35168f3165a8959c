-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON capacity TO referral_app;
GRANT SELECT ON capacity TO referral_app;
GRANT UPDATE ON capacity TO referral_app;
