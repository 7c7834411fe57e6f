"""Reading uploaded key notices."""
