"""What is tested in chapter 9, regression: one module per group of exercises."""

from solutions.ch09_regression.exercises.figures import comparison_plot, losses_plot
from solutions.ch09_regression.exercises.gradients import gradients
from solutions.ch09_regression.exercises.linear import linear
from solutions.ch09_regression.exercises.ridge import ridge
from solutions.ch09_regression.exercises.training import training

EXERCISES = [linear, gradients, training, losses_plot, ridge, comparison_plot]
