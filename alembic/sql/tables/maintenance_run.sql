-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON maintenance_run TO referral_app;
GRANT SELECT ON maintenance_run TO referral_app;
GRANT UPDATE ON maintenance_run TO referral_app;
