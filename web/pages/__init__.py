"""Pages that the server writes itself: plain HTML, without scripts."""
