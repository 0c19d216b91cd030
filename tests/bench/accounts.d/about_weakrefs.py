import weakref


class Thing:
    pass


t = Thing()
r = weakref.ref(t)
q = weakref.ref(t, lambda ref: gone.append(ref))
p = weakref.proxy(t)
gone = []
d = weakref.WeakValueDictionary()
d["key"] = t
k = weakref.WeakKeyDictionary()
k[t] = [1]
s = r()
f = weakref.finalize(t, print, "finalized")
del s, t
