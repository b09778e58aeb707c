"""What is asked about meetings, one subject a file."""
