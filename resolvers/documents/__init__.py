"""Documents: rendering and handing them out."""
