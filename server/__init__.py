"""The host's side: rules, storage and the live stream. It may import `api_client.wire` and nothing else of Kith."""
