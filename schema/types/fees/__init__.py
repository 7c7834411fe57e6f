"""Types of rates and of who pays how."""
