"""Groups: starting, joining, leaving, and who is in them."""
