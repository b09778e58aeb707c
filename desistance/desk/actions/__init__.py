"""What belongs to the reader alone: where they looked, what they were told, what they have half written."""
