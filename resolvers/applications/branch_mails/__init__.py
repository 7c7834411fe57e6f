"""Mails to the branches of sureties: about new applications, and about those that wait."""
