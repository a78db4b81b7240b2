"""What turns the checkout into a program that runs without Python."""
