"""Bad answers in this chapter: what is particular to it."""
