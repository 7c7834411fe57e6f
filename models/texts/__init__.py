"""Rules for texts: validation, normalisation, comparison, search and wording."""
