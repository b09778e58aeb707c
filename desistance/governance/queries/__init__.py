"""Questions of the room ``governance``, one subject a file."""
