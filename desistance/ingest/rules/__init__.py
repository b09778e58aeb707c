"""Pure rules of the ingest room: how a file is read, what is wrong with a row, whom a row is about."""
