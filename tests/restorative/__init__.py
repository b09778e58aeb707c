"""The victims' side and its wall."""
