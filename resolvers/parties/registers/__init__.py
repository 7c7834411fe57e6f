"""The registers of sureties, branches, obligees and contractors."""
