"""What is asked of the vectorised gradient, on the host and on a device: one module per exercise."""

from solutions.ch07_vectorized_gpu.exercises.gpu_gradient import gpu_gradient
from solutions.ch07_vectorized_gpu.exercises.high_dim_func import high_dim_func
from solutions.ch07_vectorized_gpu.exercises.vectorized_gradient import vectorized_gradient

EXERCISES = [vectorized_gradient, high_dim_func, gpu_gradient]
