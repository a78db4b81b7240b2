"""What the window works on: the open library and the scan in hand, without widgets."""
