-- Written by `make sql` from a migrated database; do not edit.

GRANT SELECT ON audit_vocabulary TO referral_app;
GRANT SELECT ON audit_vocabulary TO referral_auditor;
