"""The wrong implementations of chapter 6: one module per exercise."""

from solutions.ch06_layers.mistakes import batchnorm_backward, batchnorm_forward, conv2d_backward, conv2d_forward

MISTAKES = [
    *conv2d_forward.MISTAKES,
    *conv2d_backward.MISTAKES,
    *batchnorm_forward.MISTAKES,
    *batchnorm_backward.MISTAKES,
]
