"""Identities, signatures on ballots and inside PDFs, and what a signature proves."""
