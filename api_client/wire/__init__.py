"""The contract: what travels between a device and a host, and every limit that both ends share.

Models are frozen and refuse unknown fields on the way in, so a misspelt or smuggled field is an error and never a
silent default. This is the only part of `api_client` that the server may import; it needs pydantic and nothing else.
"""
