"""Forms, scoring, merging, verifying and the sample review from a terminal."""
