"""The policy, pure: rows of the table, facts of one reader and one person, and the answer."""
