"""Questions about risk: what stands on record, and what it asks of workers."""
