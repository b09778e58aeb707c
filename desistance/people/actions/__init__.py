"""What can be done about who people are: state, withdraw and choose facts, tell people apart, join two records."""
