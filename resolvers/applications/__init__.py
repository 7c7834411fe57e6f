"""Applications: submitting, checking, withdrawing, messages."""
