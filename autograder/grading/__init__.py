"""From submitted files to recorded scores: plan, run, judge, store, and the one writer of the gradebook."""
