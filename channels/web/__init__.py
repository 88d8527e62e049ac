"""The citizen's page: plain HTML, CSS and ES modules over ``/api/chat``."""
