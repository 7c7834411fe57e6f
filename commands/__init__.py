"""The commands of the command line, one module each, with what only they use."""
