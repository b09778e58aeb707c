"""The room governance, with its database."""
