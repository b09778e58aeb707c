"""The pure rules of the victims' side."""
