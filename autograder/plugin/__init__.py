"""Puts this engine behind nbgrader's own commands and formgrader, from a course's `nbgrader_config.py`.

c = get_config()
from autograder.plugin import configure
configure(c)
"""

from __future__ import annotations

from typing import Any

from autograder.programs import find_programs

__all__ = ["configure"]


def configure(c: Any) -> None:
    """Set the traits that make `nbgrader autograde` and `generate_feedback` use the jail, the judge and our page.

    Classes are named, not imported: every nbgrader command loads the configuration, few of them grade.
    """
    # The submission as handed in is read, planned and cleaned by JailGrade itself; what nbgrader's own sanitizers do
    # to duplicated or edited cells would only get in its way.
    c.Autograde.exporter_class = "autograder.plugin.autograde.HandInExporter"
    c.Autograde.sanitize_preprocessors = ["nbgrader.preprocessors.ClearOutput"]
    c.Autograde.autograde_preprocessors = [
        "autograder.plugin.autograde.JailGrade",
        "nbgrader.preprocessors.IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        "nbgrader.preprocessors.LimitOutput",
        "autograder.plugin.autograde.SaveVerdicts",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.GenerateFeedback.exporter_class = "autograder.plugin.feedback.StudentPageExporter"
    c.GenerateFeedback.preprocessors = [
        "nbgrader.preprocessors.GetGrades",
        "nbgrader.preprocessors.ClearHiddenTests",
        "nbgrader.preprocessors.ClearMarkScheme",
    ]
    c.ExportApp.plugin_class = "autograder.plugin.exporters.CsvExporter"
    # `nbgrader collect` and formgrader's button would copy what a link in the exchange points to
    c.ExchangeFactory.collect = "autograder.grading.exchange.SafeCollect"
    # one hand-in without its time or secret would end `nbgrader release_feedback` for all that follow
    c.ExchangeFactory.release_feedback = "autograder.grading.exchange.SafeRelease"
    find_programs()
