"""Voice: what is written said aloud. Knows nothing of procedures."""
