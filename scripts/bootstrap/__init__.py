"""The set-up that run.py and test.py share: an isolated environment in the checkout, nothing else assumed."""
