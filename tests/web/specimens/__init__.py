"""What the gallery shows: parts with demonstration people."""
