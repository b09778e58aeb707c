"""Questions of the victims' side."""
