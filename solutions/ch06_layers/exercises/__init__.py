"""What is asked of chapter 6's layers: one module per exercise."""

from solutions.ch06_layers.exercises.batchnorm_backward import batchnorm_backward
from solutions.ch06_layers.exercises.batchnorm_forward import batchnorm_forward
from solutions.ch06_layers.exercises.conv2d_backward import conv2d_backward
from solutions.ch06_layers.exercises.conv2d_forward import conv2d_forward

EXERCISES = [conv2d_forward, conv2d_backward, batchnorm_forward, batchnorm_backward]
