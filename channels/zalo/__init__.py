"""Zalo: what the official account's webhook tells, and what is sent to its followers."""
