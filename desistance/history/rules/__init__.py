"""Pure rules of the history room."""
