"""Set-up of a fresh machine. Standard library only, and Python 3.8, because nothing else is there yet."""
