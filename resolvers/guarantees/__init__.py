"""Guarantees: review, fees, issue, and the rules between them."""
