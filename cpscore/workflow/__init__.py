"""What a person does, one step each; the only code that combines the rooms below."""
