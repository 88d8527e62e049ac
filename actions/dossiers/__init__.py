"""Dossiers: declarations sent to the commune, their receipt codes and their legs to other systems."""
