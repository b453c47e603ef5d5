"""Definitions: YAML to rules, with every problem named, and the shipped catalogue."""
