-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON client TO referral_app;
GRANT SELECT ON client TO referral_app;
GRANT UPDATE ON client TO referral_app;
