"""Messages about notices (signaux) : by mail or to a duty telephone, that something waits."""
