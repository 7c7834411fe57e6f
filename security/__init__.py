"""Secrets and protection against guessing: auth keys, passwords, tokens, signed URLs, rate limits."""
