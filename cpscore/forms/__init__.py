"""Definitions: YAML to rules, with every problem named, the catalogue, import and export."""
