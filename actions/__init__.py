"""The action server: the interview, declarations, dossiers, and the only owner of the database schema."""
