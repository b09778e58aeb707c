"""What can be done in a scheme."""
