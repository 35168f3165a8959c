"""A handoff request (demande de passation): asks the custodian to hand a case over."""
