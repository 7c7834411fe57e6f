"""Mutations about accounts: invitations, passwords, sessions."""
