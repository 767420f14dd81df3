"""Second spellings of chapter 10's mistakes, never shown to the judge: each must be diagnosed as its mistake."""

from tests.second_spellings.ch10_autodiff import backward, binary, start, unary

SECOND = {**start.SECOND, **binary.SECOND, **backward.SECOND, **unary.SECOND}
