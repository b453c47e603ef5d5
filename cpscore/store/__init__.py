"""The local archive: an append-only journal in SQLite, the files it names, identities and settings."""
