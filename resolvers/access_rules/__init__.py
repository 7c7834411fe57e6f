"""Parts of access.py: rules by subject."""
