"""Reminders to check in, at the times a member chose, and only if nothing was logged."""
