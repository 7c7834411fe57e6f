"""The parties: contractors, sureties, obligees, and the accounts of their people and systems."""
