# ruff: noqa: ANN001, ANN003, ANN201
def gradient(ns, x, **options):
    return ns.mean_gradient(x, **options)


def purity(ns, x):
    ns.mean_gradient(x)
    return x


def descent(ns, f_prime, x0, steps):
    return ns.descend(f_prime, x0, steps)
