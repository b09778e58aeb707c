"""What meetings allow, one subject a file."""
