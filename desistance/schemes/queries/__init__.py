"""Questions about schemes."""
