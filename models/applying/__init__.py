"""Applications and the contracts that they are for."""
