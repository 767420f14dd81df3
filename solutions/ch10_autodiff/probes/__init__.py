"""What chapter 10's exercises are asked, and what is reported of the answer. Runs in the jail and on the reference.

Seven exercises share the class Tensor. So that a fault in one method costs its own exercise only,
* an __init__ that does not do what E37 says is completed before the other exercises are looked at;
* the operations (E38, E39, E41-E43) are differentiated by `pull`, which walks over `_prev` and `_backward` as the
  notebook describes them, and does not use the student's backward. A class that keeps its history in another way is
  differentiated by its own `*` and `backward`, as the notebook says.
Only E40 uses the student's __init__, __add__ and __mul__. Of these files only what an exercise's own probes need is
sent with it: backward is never judged where `pull` can be seen.
"""
