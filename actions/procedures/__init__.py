"""Procedures as data: their schema, their expressions, their checks."""
