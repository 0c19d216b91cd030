class Problem(Exception):
    def __init__(self, what):
        super().__init__(what)
        self.what = what


def fail(x):
    raise Problem(x)


def middle(y):
    try:
        fail(y)
    except Problem as problem:
        raise KeyError(y) from problem


try:
    middle([1])
except KeyError as error:
    kept = error
    cause = error.__cause__
try:
    1 / 0
except ZeroDivisionError:
    inside = [2]
trace = kept.__traceback__
del kept
