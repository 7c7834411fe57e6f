"""How long rows are kept, and purging them."""
