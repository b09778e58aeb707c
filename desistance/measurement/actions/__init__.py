"""What can be done with snapshots and publications."""
