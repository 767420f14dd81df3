"""Wrong implementations that a teacher of chapter 5 has seen, and what to say about each: one module per group."""

from solutions.ch05_stability.mistakes import descent, division, rectifiers, tanh

MISTAKES = [*division.MISTAKES, *descent.MISTAKES, *rectifiers.MISTAKES, *tanh.MISTAKES]
