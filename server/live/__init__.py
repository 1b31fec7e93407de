"""The live stream, and the one call that tells a returning device which scopes moved on."""
