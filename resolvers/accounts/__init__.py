"""Accounts of people: invitations, passwords, sessions, deactivation."""
