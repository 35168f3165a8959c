"""Webhooks (notifications sortantes): the events of an organisation, sent to its own address."""
