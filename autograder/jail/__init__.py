"""What runs inside the jail: the zygote, the walls around each submission, the IPython kernel that executes cells.

Imports the standard library, `autograder.wire` and `autograder.probe`; NumPy and IPython come lazily.
"""
