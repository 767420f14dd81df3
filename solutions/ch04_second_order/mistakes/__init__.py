"""Known wrong answers of chapter 4: what a class gets wrong, and what to say about it; one module per exercise."""

from solutions.ch04_second_order.mistakes import convexity, cubic, newton

MISTAKES = [*newton.MISTAKES, *cubic.MISTAKES, *convexity.MISTAKES]
