-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON agent TO referral_app;
GRANT SELECT ON agent TO referral_app;
GRANT UPDATE ON agent TO referral_app;
