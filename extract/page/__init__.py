"""What is printed on a page, whatever drew it: its tables, however ruled, and its lines."""
