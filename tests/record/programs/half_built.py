class Picky:
    __slots__ = ("a", "b")

    def __new__(cls, *args):
        self = super().__new__(cls)
        probe = self
        self.a = 1
        return self

    def __init__(self, n):
        if n > 1:
            raise ValueError(n)
        self.b = n


x = Picky(1)
try:
    Picky(2)
except ValueError as e:
    print("refused", e)
y = Picky.__new__(Picky)
print(hasattr(y, "b"))
