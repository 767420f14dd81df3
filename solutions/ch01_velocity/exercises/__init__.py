"""What is asked of chapter 1's definitions: one module per exercise."""

from solutions.ch01_velocity.exercises.average_velocity import average_velocity
from solutions.ch01_velocity.exercises.numeric_derivative import numeric_derivative
from solutions.ch01_velocity.exercises.plot_motion import plot_motion
from solutions.ch01_velocity.exercises.symbolic_derivative import symbolic_derivative

EXERCISES = [average_velocity, plot_motion, numeric_derivative, symbolic_derivative]
