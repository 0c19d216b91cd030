import sys
seen = []


def tracer(frame, event, arg):
    if frame.f_code.co_name == "f":
        seen.append((event, frame.f_lineno))
        return tracer


def f():
    x = 1
    return x


print(sys.gettrace(), sys.getprofile())
sys.settrace(tracer)
f()
sys.settrace(None)
print(seen)
seen.clear()
sys.setprofile(lambda frame, event, arg: seen.append(event))
f()
sys.setprofile(None)
print(seen, sys.gettrace())
