"""Notices of the account, how it wants them, and the mail that says that some wait."""
