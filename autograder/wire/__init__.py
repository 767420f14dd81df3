"""How plain data crosses the wall of the jail: values as JSON plus raw buffers, in length-prefixed frames.

Shared by both sides; imports the standard library and NumPy only.
"""
