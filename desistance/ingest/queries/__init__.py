"""Questions about imports, and the candidates that a row is matched with."""
