"""The command line: one file per command (DESIGN section 4)."""
