"""What certificates say: the declared fields and their sources."""
