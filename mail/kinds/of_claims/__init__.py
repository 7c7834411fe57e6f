"""The kinds of mails about claims."""
