"""Views: each makes one call of a room and turns its answer into a page."""
