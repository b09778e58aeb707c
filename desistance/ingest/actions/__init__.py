"""Everything that changes an import: receive, check, load, hold, skip. Each batch of rows is one transaction."""
