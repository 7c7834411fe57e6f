"""Writing PDF files: typefaces, fonts, objects, metadata."""
