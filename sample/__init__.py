"""Sample data: what `make serve`, the demonstration and the tests begin with."""
