"""Questions about the move from youth to adult services."""
