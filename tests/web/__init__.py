"""The page, tried in a real browser."""
