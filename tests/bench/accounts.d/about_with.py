class Managed:
    def __init__(self, x):
        self.x = x

    def __enter__(self):
        return self.x

    def __exit__(self, kind, value, trace):
        self.value = value
        return True


with Managed([1]) as a, Managed([2]) as b:
    c = [a, b]
with Managed([3]) as d:
    raise ValueError(d)
m = Managed([4])
with m:
    inside = m.x
