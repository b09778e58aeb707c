"""What the schemes room calls things: states and results of checks, and the dated rules of each scheme."""
