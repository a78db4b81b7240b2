"""The user's word on pictures."""
