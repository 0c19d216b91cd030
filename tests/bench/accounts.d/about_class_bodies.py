class Outer:
    items = [[n] for n in range(3)]

    class Inner:
        size = [1]

    inner = Inner()
    alias = items

    def use(self):
        return __class__, self.inner

    use.tag = items


o = Outer()
u = o.use()


def make(n):
    class Local:
        kept = [n]

        def get(self):
            return n

    return Local


L = make([1])
v = L().get()
del L
