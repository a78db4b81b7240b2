"""The page of people: whose faces are in the photos."""
