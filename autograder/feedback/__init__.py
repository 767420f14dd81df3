"""Pages for students and instructors: pure functions of verdicts, which can leak nothing because they import nothing."""
