"""Offline scoring of the on-site acceptance of cleaner production audits."""

__version__ = "0.2.0"
