"""The interview: what to ask next, what an answer means, how a declaration is read back. Pure of any database."""
