"""Hand-over to the obligee, and the obligee's decision."""
