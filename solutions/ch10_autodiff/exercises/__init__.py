"""What is tested in chapter 10, autodiff: one module per group of exercises."""

from solutions.ch10_autodiff.exercises.backward import backward
from solutions.ch10_autodiff.exercises.binary import add, mul
from solutions.ch10_autodiff.exercises.start import start
from solutions.ch10_autodiff.exercises.unary import exponential, logarithm, power

EXERCISES = [start, add, mul, backward, power, exponential, logarithm]
