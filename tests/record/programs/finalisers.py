import atexit, weakref


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def make():
    local = Loud("local")
    return Loud("temporary")


make()
a, b = Loud("a"), Loud("b")
a.other, b.other = b, a
r = weakref.ref(a, lambda ref: print("weakref callback"))
w = weakref.finalize(b, print, "finalize")
del a, b
import gc
print("collect", gc.collect())
c = Loud("c")
c = None
d = [Loud("in list %d" % i) for i in range(3)]
d.clear()
atexit.register(print, "atexit first")
atexit.register(print, "atexit second")
kept = Loud("kept")
module_level = [Loud("in a list at exit")]
