"""Components of the Rasa pipeline. Everything that can be plain Python lives one folder up."""
