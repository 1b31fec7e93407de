"""What this host says of itself to anyone."""
