"""The audit trail: no act without a trace, written by the transaction that it describes."""
