"""Entries of the registers: their history, and files of them."""
