"""Those who take part: contractors, sureties, obligees, and the accounts of their people and systems."""
