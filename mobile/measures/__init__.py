"""Check-in measures: short questionnaires, scored exactly, private, and never a diagnosis."""
