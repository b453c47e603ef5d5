"""The local archive in SQLite: an append-only journal, the files it names, identities, settings."""
