"""The pure decisions of the people room, one subject a file: plain values in, decisions with reasons out."""
