"""What is done about meetings, one subject a file."""
