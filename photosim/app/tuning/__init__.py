"""The settings of finding, chosen by example and tried on copies of the user's own photos."""
