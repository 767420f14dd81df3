"""Which larger packages a course's code imports, so that they are imported once, before any submission."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: What takes long to import and, once imported, is the same in every fork: no threads, no device, no connection. Each
#: costs memory in every fork, so only what is used is imported.
_PACKAGES = ("networkx", "pandas", "plotly", "seaborn", "skimage", "sklearn", "statsmodels", "sympy")
_IMPORT = re.compile(rf"\b(?:import|from)\s+({'|'.join(_PACKAGES)})\b")


def imported(texts: Iterable[str]) -> set[str]:
    """Return the packages that one of these texts, Python code or whole notebooks, seems to import.

    One too many costs memory, and one too few time; neither changes a verdict.
    """
    return {name for text in texts for name in _IMPORT.findall(text)}
