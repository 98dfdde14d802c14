"""Limits that several packages share. Pure."""

STORSTA_FIL = 20 * 1024 * 1024  # bytes of a file that is read in
