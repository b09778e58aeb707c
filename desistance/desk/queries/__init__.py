"""What a reader sees of all rooms: each question runs one statement, whatever the number of rooms."""
