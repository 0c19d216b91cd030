import sys
import traceback


def fail(x):
    y = [x]
    raise LookupError(y)


try:
    fail([1])
except LookupError as error:
    kind, value, trace = sys.exc_info()
    lines = traceback.format_tb(trace)
    inner = trace.tb_next.tb_frame
    del error
locals_of = inner.f_locals
del trace, value, inner
