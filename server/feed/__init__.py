"""Posts, replies, reactions, and the change log that carries them."""
