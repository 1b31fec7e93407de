"""Data that is the member's own: bringing it in from other journals, and taking it along."""
