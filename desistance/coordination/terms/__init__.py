"""Words and tables of meetings, one subject a file."""
