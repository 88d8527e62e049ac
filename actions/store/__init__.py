"""The database: the only place where anything that a citizen said or a commune decided is kept."""
