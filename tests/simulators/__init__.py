"""Stand-ins for the world outside, made from its documents."""
