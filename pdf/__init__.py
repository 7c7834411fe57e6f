"""Documents: frozen plain data in, PDF bytes out. It imports none of the other packages."""
