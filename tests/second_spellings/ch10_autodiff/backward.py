"""Second spellings of the mistakes about backward."""

# ruff: noqa: E501 - one wrong answer a line reads best

from tests.second_spellings.ch10_autodiff.making import TENSOR, but

_SEARCH = TENSOR[TENSOR.index("        done, seen, todo") : TENSOR.index("        for node in done:")]
_RECURSION = """        done, seen = [], []

        def walk(node):
            seen.append(id(node))
            for child in node._prev:
                if id(child) not in seen:
                    walk(child)
            done.append(node)

        walk(self)
"""

SECOND = {
    "backward_not_cleared": but(("            if node._prev:\n", "            if False:\n")),
    "backward_leaves_cleared": but(("            if node._prev:\n", "            if True:\n")),
    "backward_no_error": but(("if self.requires_grad is False:", "if False:")),
    "backward_wrong_order": but(("done[::-1]", "done")),
    "backward_one_step": but(("done[::-1]", "done[-1:]")),
    "backward_seed_of_data": but(("self.give(np.ones(self.data.shape))", "self.give(self.data)")),
    "backward_twice_each": but(
        ("                node._backward()\n", "                [node._backward() for _ in range(2)]\n")
    ),
    "backward_leaf_overwritten": but(("self.give(np.ones(self.data.shape))", "self.grad = np.ones(self.data.shape)")),
    "backward_recursive": but((_SEARCH, _RECURSION)),
    "backward_every_path": but(
        (
            _SEARCH,
            "        done, todo = [], [self]\n        def walk(n):\n            [walk(c) for c in n._prev]\n            done.append(n)\n        walk(self)\n",
        )
    ),
    "backward_article": but(
        ('        if self.requires_grad is False:\n            raise RuntimeError("nothing")\n', ""),
        (_SEARCH, _RECURSION),
        ("            if node._prev:\n", "            if False:\n"),
        ("self.give(np.ones(self.data.shape))", "self.grad = np.ones(self.data.shape)"),
    ),
    "backward_wrong_error": but(('raise RuntimeError("nothing")', 'raise AttributeError("nothing")')),
    "backward_preorder": but(
        (
            _SEARCH,
            "        found, todo = [], [self]\n        while todo:\n            n = todo.pop()\n            if not any(n is f for f in found[-50:]) and id(n) not in {id(f) for f in found}:\n                found.append(n)\n                todo += list(n._prev)\n        done = found[::-1]\n",
        )
    ),
    "backward_by_level": but(
        (
            _SEARCH,
            "        found, seen, at = [self], {id(self)}, 0\n        while at < len(found):\n            for c in found[at]._prev:\n                if id(c) not in seen:\n                    seen.add(id(c))\n                    found.append(c)\n            at += 1\n        done = found[::-1]\n",
        )
    ),
    "backward_equal_is_same": but(
        ("{id(self)}", "{str(self.data)}"),
        ("if id(child) not in seen:", "if str(child.data) not in seen:"),
        ("seen.add(id(child))", "seen.add(str(child.data))"),
    ),
    "backward_single_seed": but(
        ("self.give(np.ones(self.data.shape))", "self.grad = np.array([1.0]) if self._prev else self.grad + 1")
    ),
    "backward_marked_for_good": but(
        ("if id(child) not in seen:", "if getattr(child, 'mark', 0) == 0:"),
        ("seen.add(id(child))", "child.mark = 1"),
        (
            "        done, seen, todo = [], {id(self)}, [(self, iter(self._prev))]\n",
            "        done = []\n        todo = [] if hasattr(self, 'mark') else [(self, iter(self._prev))]\n        self.mark = 1\n",
        ),
    ),
    "backward_marked_too_early": but(
        (
            _SEARCH,
            "        done, seen, todo = [], {id(self)}, [self, None]\n        todo = [(self, 0)]\n        while todo:\n            n, left = todo.pop()\n            if left:\n                done += [n]\n            else:\n                todo += [(n, 1)]\n                fresh = [c for c in dict.fromkeys(n._prev) if id(c) not in seen]\n                seen.update(map(id, fresh))\n                todo += [(c, 0) for c in fresh]\n",
        )
    ),
    "backward_mean_seed": but(
        ("self.give(np.ones(self.data.shape))", "self.give(np.full(self.data.shape, 1 / self.data.size))")
    ),
    "backward_returns_grad": but(
        ("                node._backward()\n", "                node._backward()\n        return self.grad + 0\n")
    ),
}
