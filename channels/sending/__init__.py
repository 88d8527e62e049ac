"""Sending what is said to citizens on channels that do not fetch it themselves (Zalo, SMS, calls)."""
