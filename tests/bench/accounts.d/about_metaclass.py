class Meta(type):
    def __new__(meta, name, bases, namespace, **more):
        made = super().__new__(meta, name, bases, namespace)
        made.tag = [name]
        return made

    def __init__(cls, name, bases, namespace, **more):
        super().__init__(name, bases, namespace)
        cls.more = more

    def __call__(cls, *args):
        made = super().__call__(*args)
        return made


class A(metaclass=Meta):
    def __init__(self, x):
        self.x = x


class B(A, extra=[1]):
    def __init_subclass__(cls):
        cls.sub = [2]


class C(B):
    pass


a = A([1])
c = C([2])
