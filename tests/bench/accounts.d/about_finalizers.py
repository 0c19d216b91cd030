saved = []


class Loud:
    def __init__(self, name):
        self.name = [name]

    def __del__(self):
        note = [self.name]
        saved.append(note)


class Phoenix:
    def __del__(self):
        saved.append(self)


a = Loud("a")
b = Loud("b")
a = None
p = Phoenix()
del p
b.self = b
del b
import gc
n = gc.collect()
