"""From decisions to a plan, and from the plan to set-aside files and back."""
