import inspect, sys, traceback


def inner():
    f = sys._getframe()
    print(f.f_trace, f.f_trace_lines, f.f_lineno, sorted(f.f_locals), f.f_back.f_code.co_name)
    return [(s.function, s.lineno) for s in inspect.stack(0)]


def outer():
    value = 1
    return inner()


print(outer())
depth = 0
f = sys._getframe()
while f:
    depth += 1
    f = f.f_back
print(depth)
try:
    1 / 0
except ZeroDivisionError:
    print(traceback.format_exc())
locals()["made"] = 1
print(made)
