"""What every screen is made of: theme, type, cards, inputs, feedback. Flet only; it knows no slice and no storage."""
