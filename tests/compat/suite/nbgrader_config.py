"""Read by nbgrader through JUPYTER_CONFIG_PATH while its own test-suite runs: this engine, and nothing else."""

c = get_config()

from autograder.plugin import configure  # noqa: E402

configure(c)
