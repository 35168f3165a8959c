-- Written by `make sql` from a migrated database; do not edit.

GRANT DELETE ON agent_subject TO referral_app;
GRANT INSERT ON agent_subject TO referral_app;
GRANT SELECT ON agent_subject TO referral_app;
