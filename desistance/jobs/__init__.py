"""The door for slow work: runs what rooms put off, by name, and the duties that are asked every minute."""
