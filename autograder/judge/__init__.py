"""The trusted judge: what exercises ask, how answers are compared, and which mistake a wrong answer shows."""
