"""Secrets and those who guess them: auth keys, passwords, tokens, the throttle."""
