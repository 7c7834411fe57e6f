"""A command that does nothing, and says why."""


class RefusedError(Exception):
    """The command was refused or found nothing to do: exit status 1. The message is printed on standard error."""
