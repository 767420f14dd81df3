"""Bad answers in this chapter: what is particular to it."""

_NO_WORD = ("where str is expected",)
REASONS = {
    ("check_convexity", "NaN"): _NO_WORD,
    ("check_convexity", "infinity"): _NO_WORD,
    ("check_convexity", "a view of the input"): (*_NO_WORD, "None"),
    # its interval is a list of two numbers, turned round
    ("check_convexity", "changed arguments"): ("is reversed",),
}
