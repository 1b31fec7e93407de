"""Accounts: signing up and in, devices, passphrase and recovery."""
