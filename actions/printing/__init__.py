"""Paper: the printed declaration of a dossier, the sheet to prepare one by hand, the poster of a commune."""
