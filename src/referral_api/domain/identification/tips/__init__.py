"""Tips (signalements): what somebody saw, who follows it up, and what the reporter learns of it."""
