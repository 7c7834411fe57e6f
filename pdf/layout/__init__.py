"""Laying out pages: line breaking, templates, content streams."""
