"""Use cases and reads. They take the viewer and the time, and return models."""
