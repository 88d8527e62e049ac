"""Two phones in one family: a code for one part of a declaration, and a view of that part alone."""
