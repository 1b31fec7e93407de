"""Mutual aid: who is asked to answer, promises, thanks, what was kept, and how soon a group answers."""
