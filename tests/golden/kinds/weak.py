import weakref


class Node:
    __slots__ = ("next", "__weakref__")

    @property
    def last(self):
        return self.next is None


kept = Node()
n = Node()
seen = weakref.ref(kept)
lost = weakref.ref(n)
del n
