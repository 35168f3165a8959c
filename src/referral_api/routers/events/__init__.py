"""Events: notifications for systems that poll."""
