"""`make load`: fifty people in a meeting day against two server processes, and each save read back."""
