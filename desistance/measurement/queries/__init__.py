"""Questions of measurement."""
