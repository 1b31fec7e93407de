"""What a member calls things, in screens of its own: moods, words, tags, scales and texts."""
