"""Documents: rendering and reading."""
