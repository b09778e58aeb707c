"""What `evidence` says when it cannot go on: one kind of error, written for the person at the terminal."""


class Trouble(Exception):
    """The work cannot be done as asked; the words say what, where (file, row, column) and how to mend it."""
