"""Drafts, submissions and withdrawals of applications."""
