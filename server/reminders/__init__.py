"""Mails that remind of a check-in, at the times that a member asked for, and only for who wants them."""
