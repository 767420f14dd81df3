"""A pytest plug-in for nbgrader's own test-suite: `alembic` says once, not for each database, which schema is new."""

from __future__ import annotations

import functools

from nbgrader import api

api.get_alembic_version = functools.cache(api.get_alembic_version)
