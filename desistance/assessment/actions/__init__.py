"""What can be done about risk: review it, countersign or send back, correct; raise a concern and answer it."""
