"""Rules of assessment, pure: no database, no clock."""
