"""Mails: what they say, the outbox that keeps them, and the relay that hands them over."""
