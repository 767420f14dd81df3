"""What is asked of the gradient checker and of the gradient-flow plot: one module per exercise."""

from solutions.ch08_gradient_check.exercises.check_func import check_func
from solutions.ch08_gradient_check.exercises.gradient_check import gradient_check
from solutions.ch08_gradient_check.exercises.plot_gradient_flow import plot_gradient_flow

EXERCISES = [gradient_check, check_func, plot_gradient_flow]
