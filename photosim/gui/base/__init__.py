"""What every page stands on: the open library, work in the background, small pictures."""
