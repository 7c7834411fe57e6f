"""Page layout: line breaking, templates, content streams."""
