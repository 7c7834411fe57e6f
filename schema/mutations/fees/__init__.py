"""Mutations of fees: rates, monthly payment."""
