"""Rules of orders and licences, pure: no database, no clock."""
