"""Mails: their text, the outbox that stores them, and the transports that send them."""
