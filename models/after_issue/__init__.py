"""What happens to guarantees after their issue, and to rows after their use."""
