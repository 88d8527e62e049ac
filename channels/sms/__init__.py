"""SMS over any of four ways: Kannel, a modem with gammu-smsd, an Android telephone, and eSMS (sending only)."""
