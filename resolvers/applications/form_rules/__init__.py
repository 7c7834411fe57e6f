"""Rules for parts of the form."""
