-- Written by `make sql` from a migrated database; do not edit.

GRANT DELETE ON used_assertion TO referral_app;
GRANT INSERT ON used_assertion TO referral_app;
GRANT SELECT ON used_assertion TO referral_app;
