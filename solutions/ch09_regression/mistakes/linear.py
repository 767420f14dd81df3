"""E31, LinearRegression: wrong starts and wrong predictions."""

from __future__ import annotations

from autograder.judge.authoring import Mistake, text
from solutions.ch09_regression.mistakes.making import of

start = of(
    "start", "LinearRegression", text("Make two models with seed 1 and one with seed 2; print w, b and their shapes.")
)

W = "rng.standard_normal(input_dim)"
B = "self.b = float(rng.standard_normal())"
FORWARD = "return np.asarray(X, dtype=float) @ self.w + self.b"
SMALL = """        if input_dim < 1:
            raise ValueError(f"input_dim must be at least 1, not {input_dim}")
"""

MISTAKES: list[Mistake] = [
    start(
        "article",
        "start global_generator bad_dim",
        text("As in the article: the global generator is used, the seed has no effect and input_dim is not checked."),
        (SMALL, ""),
        (W, "np.random.randn(input_dim)"),
        (B, "self.b = np.random.randn()"),
    ),
    start(
        "no_bias", "predictions", text("The prediction lacks the bias b."), (FORWARD, FORWARD.replace(" + self.b", ""))
    ),
    start(
        "bias_subtracted",
        "predictions",
        text("The bias is subtracted from the prediction."),
        (FORWARD, FORWARD.replace("+ self.b", "- self.b")),
    ),
    start(
        "bias_times_features",
        "predictions",
        text("The bias is added to every feature, not to the prediction."),
        (FORWARD, "return (np.asarray(X, dtype=float) + self.b) @ self.w"),
    ),
    start(
        "averaged_weights",
        "predictions",
        text("The products of features and weights are averaged, not summed."),
        (FORWARD, "return np.asarray(X, dtype=float) @ self.w / len(self.w) + self.b"),
    ),
    start(
        "one_prediction",
        "predictions",
        text("The predictions of all rows are averaged into one number."),
        (FORWARD, "return np.mean(np.asarray(X, dtype=float) @ self.w + self.b)"),
    ),
    start(
        "bias_array",
        "types",
        text("b is an array of shape (1,), not a number."),
        (B, "self.b = rng.standard_normal(1)"),
    ),
    start(
        "weights_column", "types", text("w is a column of shape (d, 1)."), (W, "rng.standard_normal((input_dim, 1))")
    ),
    start(
        "prediction_column",
        "prediction_type",
        text("The predictions come as a column of shape (N, 1)."),
        (FORWARD, "return (np.asarray(X, dtype=float) @ self.w + self.b)[:, None]"),
    ),
    start(
        "prediction_list",
        "prediction_type",
        text("The predictions come as a list, not as an array."),
        (FORWARD, "return [float(x @ self.w + self.b) for x in np.asarray(X, dtype=float)]"),
    ),
    start(
        "remembered_prediction",
        "present_parameters",
        text("The first prediction is remembered and given again, though w, b and X have changed."),
        (FORWARD, FORWARD.replace("return ", "self.known = getattr(self, 'known', ") + ")\n        return self.known"),
    ),
    start(
        "one_number_for_all",
        "start",
        text("All weights start at the same number."),
        (W, "np.full(input_dim, rng.standard_normal())"),
    ),
    start(
        "seed_zero_lost",
        "start",
        text("Seed 0 counts as no seed: `if seed:` is false for 0."),
        ("default_rng(seed)", "default_rng(seed if seed else None)"),
    ),
    start("no_check", "bad_dim", text("input_dim < 1 is accepted."), (SMALL, "")),
    start(
        "zero_only",
        "bad_dim",
        text("Only input_dim = 0 is refused by a ValueError of your own making, or none is."),
        (
            SMALL,
            '        if not input_dim:\n            raise ValueError("none")\n        input_dim = abs(input_dim)\n',
        ),
    ),
    start(
        "global_seed",
        "global_generator",
        text("np.random.seed resets the generator that all other code shares."),
        ("rng = np.random.default_rng(seed)", "np.random.seed(seed)"),
        (W, "np.random.randn(input_dim)"),
        (B, "self.b = np.random.randn()"),
    ),
    start(
        "seed_ignored",
        "start",
        text("The seed has no effect: every model starts elsewhere."),
        ("default_rng(seed)", "default_rng()"),
    ),
    start(
        "always_same",
        "start",
        text("Every model starts from the same numbers, whatever the seed."),
        ("default_rng(seed)", "default_rng(0)"),
    ),
    start(
        "uniform",
        "normal",
        text("The start is drawn uniformly from 0 to 1: no weight is ever negative."),
        (W, "rng.random(input_dim)"),
        (B, "self.b = float(rng.random())"),
    ),
    start(
        "zeros",
        "start normal",
        text("w and b start at zero instead of being drawn."),
        (W, "np.zeros(input_dim)"),
        (B, "self.b = 0.0"),
    ),
    start(
        "small_start",
        "normal",
        text("The start is scaled down by 100: its standard deviation is 0.01."),
        (W, "0.01 * rng.standard_normal(input_dim)"),
        (B, "self.b = 0.01 * float(rng.standard_normal())"),
    ),
    start(
        "bias_repeats_weight",
        "start",
        text("b is the same number as the first weight: a second generator was made from the same seed."),
        (B, "self.b = float(np.random.default_rng(seed).standard_normal())"),
    ),
]
