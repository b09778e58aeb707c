"""What can be done with an order or licence: record it, amend it, end it; record a breach or a recall; take back a mistake."""
