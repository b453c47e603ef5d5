"""Forms and results become sheets, as data: a form's own layout says how, the writers draw."""
