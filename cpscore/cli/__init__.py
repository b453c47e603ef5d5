"""The whole job from a terminal: one module for each command."""
