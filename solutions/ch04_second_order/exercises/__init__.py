"""What is asked of chapter 4's definitions, on which inputs, how exactly, and why: one module per group of families."""

from solutions.ch04_second_order.exercises.convexity import check_convexity
from solutions.ch04_second_order.exercises.cubic import func
from solutions.ch04_second_order.exercises.newton_rules import newton_method

# newton_rules adds its families to the exercise of newton, so they stand after those of newton
EXERCISES = [newton_method, func, check_convexity]
