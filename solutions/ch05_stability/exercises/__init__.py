"""What is asked of chapter 5's division, descent and activation functions, and how exactly: one module per group."""

from solutions.ch05_stability.exercises.descent import DESCENT
from solutions.ch05_stability.exercises.division import SAFE_DIVISION
from solutions.ch05_stability.exercises.rectifiers import LEAKY_RELU, LEAKY_RELU_DERIVATIVE, RELU, RELU_DERIVATIVE
from solutions.ch05_stability.exercises.tanh import TANH_DERIVATIVE

EXERCISES = [SAFE_DIVISION, DESCENT, RELU, RELU_DERIVATIVE, LEAKY_RELU, LEAKY_RELU_DERIVATIVE, TANH_DERIVATIVE]
