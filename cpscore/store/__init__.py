"""The local archive: an append-only journal of answers in SQLite."""
