"""The instructor's notebooks: solution cells filled from the references, and releases made from the sources."""
