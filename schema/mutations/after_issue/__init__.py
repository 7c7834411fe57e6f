"""Mutations of what is issued."""
