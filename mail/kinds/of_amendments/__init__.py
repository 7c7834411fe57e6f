"""The kinds of mails about amendments, corrections, and requests for amendments."""
