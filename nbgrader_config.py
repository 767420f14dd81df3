"""The course's nbgrader settings; everything about grading in the jail is set by the plug-in."""

c = get_config()

from autograder.plugin import configure  # noqa: E402 - needs no course, only the installed grader

configure(c)

c.Execute.timeout = 10
c.CourseDirectory.course_id = "derivatives"
