class Typed:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        return self if instance is None else getattr(instance, self.name, None)

    def __set__(self, instance, value):
        setattr(instance, self.name, value)

    def __delete__(self, instance):
        delattr(instance, self.name)


class Thing:
    size = Typed()

    def __getattr__(self, name):
        return [name]


t = Thing()
t.size = [10]
s = t.size
u = t.unknown
d = Thing.size
del t.size
