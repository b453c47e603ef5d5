"""The same workflow from a terminal."""
