"""The content of certificates: the declared fields and their sources."""
