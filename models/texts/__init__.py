"""Rules of texts: what is accepted, how it is normalized, compared, searched and worded."""
