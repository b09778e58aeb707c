"""The pages that workers use: requests become one call of a room, its answer becomes a page. No rule lives here."""
