"""What files are attached to."""
