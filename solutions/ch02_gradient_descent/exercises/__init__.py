"""What is asked of chapter 2's definitions: one module per exercise."""

from solutions.ch02_gradient_descent.exercises.gradient_descent import gradient_descent
from solutions.ch02_gradient_descent.exercises.learning_rate_curves import learning_rate_curves
from solutions.ch02_gradient_descent.exercises.plot_learning_rates import plot_learning_rates
from solutions.ch02_gradient_descent.exercises.target_func import target_func

EXERCISES = [gradient_descent, target_func, learning_rate_curves, plot_learning_rates]
