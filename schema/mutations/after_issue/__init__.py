"""Mutations on guarantees that are issued."""
