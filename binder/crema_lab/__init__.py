"""What `binder/lab` does, one module per concern. Standard library only, except the modules that say "Run in the environment"."""
