class A:
    def f(self, x=[1]):
        return x

    @classmethod
    def g(cls):
        return [cls]


a = A()
m = a.f
n = m
r = m([2])
k = A.g
s = k()
fs = [a.f, a.f, A.f]
out = [f() for f in fs[:2]]
self_of = m.__self__
func_of = m.__func__
