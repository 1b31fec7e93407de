"""The bytes of photos, for whoever sees what they belong to."""
