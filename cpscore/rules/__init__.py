"""The pure core: what a form, a ballot, a panel, a verdict and an opinion are, and every rule
about them.
"""
