"""Zalo as its documents tell it: an official account that takes messages, renews tokens once, and calls a webhook."""
