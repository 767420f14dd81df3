"""The wrong implementations of chapter 10 that are known by name: one module per group of exercises."""

from solutions.ch10_autodiff.mistakes import backward, binary, start, unary

MISTAKES = [*start.MISTAKES, *binary.MISTAKES, *backward.MISTAKES, *unary.MISTAKES]
