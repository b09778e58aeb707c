"""The operations, a file each subject. Each opens the record if it is about a person, then calls one question or action."""
