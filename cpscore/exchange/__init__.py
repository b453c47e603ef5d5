"""Files that travel: review packages and signed ballots."""
