"""Texts of the information site."""
