"""E40, backward: wrong ways back."""

from __future__ import annotations

from autograder.judge.authoring import Mistake, text
from solutions.ch10_autodiff.mistakes.making import of

STOPS = text("The gradient gets one step below the root and no further: the other nodes pass on nothing, or too early.")
back = of(
    "backward",
    "Tensor_backward",
    text("Draw the graph of z = x·y + x, and write on every arrow what is passed along it."),
)

RECURSIVE = """
        seen = set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for child in node._prev:
                    visit(child)
                order.append(node)

        visit(self)
"""
SEARCH = """        seen: set[int] = set()
        stack = [(self, False)]
        while stack:
            node, finished = stack.pop()
            if finished:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((child, False) for child in node._prev)
"""
CLEARED = """        for node in order:
            if node._prev and node.requires_grad:
                node.grad = np.zeros_like(node.data)
"""
WALK = """        for node in reversed(order):
            if node.requires_grad:
                node._backward()"""
SEED = "self._receive(np.ones_like(self.data))"
RAISE = """        if not self.requires_grad:
            raise RuntimeError("backward() on a Tensor that does not require gradients")
"""

MISTAKES: list[Mistake] = [
    back(
        "recursive",
        "long_chain",
        text("The graph is walked by recursion, which Python ends on a long chain."),
        (SEARCH, RECURSIVE.lstrip("\n")),
    ),
    back(
        "every_path",
        "diamond doublings",
        text("A node is listed once for every path that leads to it, and passes its gradient on as often."),
        (SEARCH, SEARCH.replace("elif id(node) not in seen:", "else:")),
        own_help=text("Note which nodes were seen: each one passes its gradient on exactly once."),
    ),
    back(
        "article",
        "twice nothing_required long_chain leaf",
        text("As in the article: nothing is cleared before the way back, leaves are overwritten, and it recurses."),
        (RAISE, ""),
        (SEARCH, RECURSIVE.lstrip("\n")),
        (CLEARED, ""),
        (SEED, "self.grad = np.ones_like(self.data)"),
    ),
    back(
        "not_cleared",
        "twice shared_part",
        text("Intermediate results keep their gradient from the last time and pass it on once more."),
        (CLEARED, ""),
        own_help=text("After a second backward z = x·y + x must give twice the gradient in x: 8, not 11."),
    ),
    back(
        "leaves_cleared",
        "twice several_losses",
        text("The leaves' gradients are set to zero as well, so nothing accumulates over several calls."),
        (
            "if node._prev and node.requires_grad:\n                node.grad",
            "if node.requires_grad:\n                node.grad",
        ),
        own_help=text("Which nodes are parameters, and which only stand on the way?"),
    ),
    back(
        "leaf_overwritten",
        "leaf",
        text("A leaf as the root loses what it had accumulated."),
        (SEED, "self.grad = np.ones_like(self.data)"),
    ),
    back("no_error", "nothing_required", text("Nothing requires gradients, and backward says nothing."), (RAISE, "")),
    back(
        "wrong_error",
        "nothing_required",
        text("backward without anything to differentiate raises, but not a RuntimeError."),
        ("raise RuntimeError(", "raise AttributeError("),
    ),
    back("wrong_order", "article diamond", STOPS, ("reversed(order)", "order")),
    back(
        "preorder",
        "uneven",
        text("Nodes pass on their gradient as they are met, before all that depends on them has reported."),
        (
            SEARCH,
            """        seen = set()
        stack = [self]
        while stack:
            node = stack.pop()
            if id(node) not in seen:
                seen.add(id(node))
                order.insert(0, node)
                stack.extend(node._prev)
""",
        ),
        own_help=text(
            "A node may go only when every result it was used in has gone: depth first, noted down on leaving."
        ),
    ),
    back(
        "by_level",
        "uneven",
        text("The graph is walked level by level, so a node may go before a longer branch has reported."),
        (
            SEARCH,
            """        seen = {id(self)}
        level = [self]
        while level:
            order[:0] = level[::-1]
            level = [c for n in level for c in n._prev if not (id(c) in seen or seen.add(id(c)))]
""",
        ),
        own_help=text("Draw a node that the root uses directly, and again after three more operations."),
    ),
    back(
        "equal_is_same",
        "equal_values",
        text("Nodes that hold equal numbers are taken for one and the same."),
        (
            SEARCH,
            SEARCH.replace("id(node) not in seen", "node.data.tobytes() not in seen").replace(
                "seen.add(id(node))", "seen.add(node.data.tobytes())"
            ),
        ),
        own_help=text("2.0 and 2.0 may be two different Tensors: tell them apart by id()."),
    ),
    back("one_step", "article", STOPS, (WALK, "        self._backward()")),
    back(
        "seed_of_data",
        "article",
        text("The walk starts with the root's value instead of ones."),
        (SEED, "self._receive(self.data)"),
    ),
    back(
        "single_seed",
        "broadcasting",
        text("The walk starts with the single number 1 instead of one 1 per element."),
        (SEED, "self.grad = np.ones(1) if self._prev else self.grad + 1.0"),
        own_help=text("Print the shape of z.grad after z = x + y with x of shape (3,) and y of shape (2, 1)."),
    ),
    back(
        "marked_for_good",
        "twice shared_part",
        text("Nodes are marked as seen for good, so a second backward finds nothing left to do."),
        (
            SEARCH,
            SEARCH.replace("id(node) not in seen", 'not hasattr(node, "_seen")').replace(
                "seen.add(id(node))", "node._seen = True"
            ),
        ),
        own_help=text("What has been seen belongs to one walk; the next one starts afresh."),
    ),
    back(
        "marked_too_early",
        "diamond",
        text("A node is marked as seen when it is put on the stack, not when it is taken: the order comes out wrong."),
        (
            SEARCH,
            """        seen = {id(self)}
        stack = [(self, False)]
        while stack:
            node, finished = stack.pop()
            if finished:
                order.append(node)
                continue
            stack.append((node, True))
            for child in node._prev:
                if id(child) not in seen:
                    seen.add(id(child))
                    stack.append((child, False))
""",
        ),
        own_help=text("Draw p = x·y and z = p + p·x, and note in which order the nodes are finished."),
    ),
    back(
        "mean_seed",
        "repeated",
        text("The walk starts with 1/n per element: the gradient of a mean, not of a sum."),
        (SEED, "self._receive(np.ones_like(self.data) / max(1, self.data.size))"),
    ),
    back(
        "twice_each",
        "article",
        text("Every node passes its gradient on twice."),
        (WALK, WALK + "\n                node._backward()"),
    ),
    back(
        "returns_grad",
        "types",
        text("backward returns something, where it should return None."),
        (WALK, WALK + "\n        return self.grad"),
    ),
]
