"""Mending and removing contracts before anything is issued on them."""
