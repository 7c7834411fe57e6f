"""Accounts, sessions, API clients, and the directory of parties."""
