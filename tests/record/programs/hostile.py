# Every special method and property of these objects counts its calls, or raises. Whoever looks at them without running
# the program's code leaves the counts at zero.
calls = []


def spy(name):
    def method(self, *args, **kwargs):
        calls.append(name)
        raise RuntimeError(name)

    return method


NAMES = """__repr__ __str__ __bytes__ __format__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __hash__ __bool__
__getattr__ __dir__ __len__ __length_hint__ __getitem__ __missing__ __iter__ __next__ __reversed__ __contains__
__int__ __float__ __complex__ __index__ __sizeof__ __reduce__ __reduce_ex__ __getstate__ __call__ __enter__ __exit__
__copy__ __deepcopy__ __instancecheck__ __subclasscheck__ __get__""".split()


class Meta(type):
    for _name in NAMES:
        if _name not in ("__hash__", "__eq__", "__call__", "__instancecheck__", "__subclasscheck__", "__get__"):
            locals()[_name] = spy("meta " + _name)

    def __getattribute__(cls, name):
        calls.append("meta __getattribute__ " + name)
        raise AttributeError(name)

    mro_seen = property(spy("meta property"))


class Hostile(metaclass=Meta):
    for _name in NAMES:
        locals()[_name] = spy(_name)
    del _name

    def __getattribute__(self, name):
        calls.append("__getattribute__ " + name)
        raise AttributeError(name)

    @property
    def __class__(self):
        calls.append("__class__")
        return int

    @property
    def __dict__(self):
        calls.append("__dict__")
        raise RuntimeError("__dict__")

    @property
    def value(self):
        calls.append("value")
        raise RuntimeError("value")


class Slotted:
    __slots__ = ("one", "two", "__private")
    locals().update({name: spy("slotted " + name) for name in ("__repr__", "__eq__", "__hash__", "__getattribute__")})


def hostile_subclass(base):
    body = {name: spy(base.__name__ + " " + name) for name in NAMES if name not in ("__get__", "__hash__")}
    body["__getattribute__"] = spy(base.__name__ + " __getattribute__")
    return type("Hostile_" + base.__name__, (base,), body)


h = Hostile()
object.__setattr__(h, "x", [1, 2])
s = Slotted()
object.__setattr__(s, "one", h)
subclasses = [hostile_subclass(base) for base in (list, dict, tuple, set, frozenset, int, str, float, bytes, complex)]
made = [object.__new__(c) if False else c.__new__(c) for c in subclasses]
error = hostile_subclass(Exception)
e = error.__new__(error, h)


class Hash:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        calls.append("key hash")
        return 7

    def __eq__(self, other):
        calls.append("key eq")
        return self is other


d = {Hash(1): h, Hash(2): s}
t = {Hash(3), Hash(4)}
expected = calls[:]
frame_local = [h, s, made, e, d, t]
try:
    raise e
except Exception as caught:
    again = caught
for i in range(3):
    pair = (h, i)
print(calls == expected, [c for c in calls if not c.startswith("key")])
