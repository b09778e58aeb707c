"""What can be done to open, narrow and close access."""
