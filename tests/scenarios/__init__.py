"""Whole conversations as data, run over the whole product."""
