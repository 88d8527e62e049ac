"""Peers of the SMS channel: the real Kannel and gammu-smsd, and small servers written from what others document."""
