"""Claims of obligees under guarantees: filing, review, decision and payment."""
