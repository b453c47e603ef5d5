"""Sheets as data become PDF, Word and Excel; templates, fonts and page pictures."""
