"""Reports, what facilitators did, and blocks."""
