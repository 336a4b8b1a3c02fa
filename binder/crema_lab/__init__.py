"""What `binder/lab` does, one module per concern. Standard library only, except what `commands` marks as run in the environment."""
