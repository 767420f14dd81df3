"""Bad answers in this chapter: what is particular to it."""

NUMBERS = {"simple_nn", "nn_backward", "torch_gradients"}
