"""An identity (identité): the person behind a case, sealed in the vault."""
