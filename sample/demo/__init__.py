"""The demonstration: guarantees in all states, as the desks show them, with the acts that led to them."""
