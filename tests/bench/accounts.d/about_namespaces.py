class A:
    pass


a = A()
a.x = [1]
d = a.__dict__
d["y"] = [2]
g = globals()
g["made"] = [3]


def f(p):
    q = [p]
    here = locals()
    return here


h = f([4])
del d
a.z = [5]
