"""Server-rendered pages: plain HTML, without scripts."""
