"""The wrong implementations of chapter 9 that are known by name: one module per group of exercises."""

from solutions.ch09_regression.mistakes import figures, gradients, linear, ridge, training

MISTAKES = [
    *linear.MISTAKES,
    *gradients.MISTAKES,
    *training.MISTAKES,
    *figures.MISTAKES,
    *ridge.MISTAKES,
]
