"""What the desks need of the server: their files and their sessions."""
