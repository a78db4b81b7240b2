"""Photos side by side, laid on each other: where they differ, in the picture and in the facts."""
