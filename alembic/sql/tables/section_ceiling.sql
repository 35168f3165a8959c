-- Written by `make sql` from a migrated database; do not edit.

GRANT SELECT ON section_ceiling TO referral_app;
