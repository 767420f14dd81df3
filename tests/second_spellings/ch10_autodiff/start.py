"""Second spellings of the mistakes about the start of Tensor."""

from tests.second_spellings.ch10_autodiff.making import but

SECOND = {
    "init_shares_array": but(("np.array(source).astype(float)", "np.asarray(source, float)")),
    "init_always_grad": but(
        (
            "np.zeros(self.data.shape) if requires_grad else None\n        self._prev",
            "np.zeros(self.data.shape)\n        self._prev",
        )
    ),
    "init_grad_of_ones": but(
        (
            "np.zeros(self.data.shape) if requires_grad else None\n        self._prev",
            "np.ones(self.data.shape) if requires_grad else None\n        self._prev",
        )
    ),
    "init_flattened": but(("np.array(source).astype(float)", "np.array(source).astype(float).reshape(-1)")),
    "init_flag_forgotten": but(("bool(requires_grad)", "False")),
    "init_single_precision": but(("astype(float)", "astype('float32')")),
    "init_article": but(
        ("        source = data.data if isinstance(data, Tensor) else data\n", ""),
        ("np.array(source).astype(float)", "np.array(data, copy=True)"),
    ),
    "init_integers": but(("np.array(source).astype(float)", "np.array(source)")),
    "init_object_array": but(
        ("        source = data.data if isinstance(data, Tensor) else data\n", ""),
        (
            "np.array(source).astype(float)",
            "np.array(data).astype(float) if not isinstance(data, Tensor) else np.array(data)",
        ),
    ),
    "init_never_grad": but(
        ("np.zeros(self.data.shape) if requires_grad else None\n        self._prev", "None\n        self._prev")
    ),
    "init_grad_of_integers": but(
        (
            "np.zeros(self.data.shape) if requires_grad else None\n        self._prev",
            "np.zeros(self.data.shape).astype(int) if requires_grad else None\n        self._prev",
        )
    ),
    "init_children_forgotten": but(("list(_children)", "[]")),
    "init_grad_a_number": but(
        (
            "np.zeros(self.data.shape) if requires_grad else None\n        self._prev",
            "0.0 if requires_grad else None\n        self._prev",
        )
    ),
    "init_grad_a_list": but(
        (
            "np.zeros(self.data.shape) if requires_grad else None\n        self._prev",
            "(self.data * 0).tolist() if requires_grad else None\n        self._prev",
        )
    ),
}
