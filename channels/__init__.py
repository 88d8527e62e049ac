"""The gateway: keeps the messages of every channel, has them worked off in order, sends replies."""
