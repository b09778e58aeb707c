"""Pure rules of the schemes room."""
