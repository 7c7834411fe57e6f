"""Lists: searched by the indexes of texts, sorted by values, counted."""
