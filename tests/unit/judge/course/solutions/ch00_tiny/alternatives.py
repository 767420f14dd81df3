from autograder.judge.authoring import Alternative

ALTERNATIVES = [
    Alternative(
        "loop",
        "mean_gradient",
        code="""
def mean_gradient(x, scale=2.0):
    x = np.array(x, dtype=float)
    if x.ndim != 1:
        raise ValueError
    return np.array([xi * scale / len(x) for xi in x])
""",
    ),
]
