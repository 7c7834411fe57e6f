"""Hand-over to the obligee, and its answer."""
