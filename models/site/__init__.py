"""What the public information site (特設サイト) says."""
