"""Goals in small steps: private documents of this member, sealed like the journal, that cost the host nothing."""
