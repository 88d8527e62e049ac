"""The Rasa project apart from ``config.yml``: generated domain and rules, training, launching. Python 3.10."""
