"""Pages for students and instructors: functions of verdicts that cannot leak what they do not import."""
