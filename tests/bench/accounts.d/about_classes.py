class Base:
    shared = [1]
    """not a docstring"""

    def method(self):
        return self

    @property
    def value(self):
        return [self]

    @staticmethod
    def static(x):
        return [x]

    @classmethod
    def make(cls):
        return cls()


class Derived(Base):
    def method(self):
        return super().method()


b = Derived.make()
m = b.method()
v = b.value
w = Derived.static(v)
f = b.method
g = Base.method
del Base
