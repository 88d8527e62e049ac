"""Reading the code on a citizen's card from a photo: what it says, or how to take a better photo."""
