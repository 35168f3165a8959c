-- Written by `make sql` from a migrated database; do not edit.

GRANT SELECT ON generation TO referral_app;
GRANT SELECT ON generation TO referral_auditor;
GRANT SELECT ON generation TO referral_figures;
