"""Mutations about obligees."""
