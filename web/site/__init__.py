"""The public information site (特設サイト) at `/` and below `/en`: server-rendered, without scripts."""
