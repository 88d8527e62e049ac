"""Understanding Vietnamese citizens: plain-Python readers, and the Rasa components that use them."""
