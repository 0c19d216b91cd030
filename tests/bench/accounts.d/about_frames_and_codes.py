import sys


def here(x):
    frame = sys._getframe()
    code = frame.f_code
    return frame, code


f, c = here([1])
names = c.co_varnames
back = f.f_locals
function = here.__code__
del f, back
