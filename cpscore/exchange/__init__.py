"""Files that travel: review packages, signed ballots and archives."""
