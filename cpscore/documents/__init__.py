"""Sheets as data become PDF; fonts and page pictures."""
