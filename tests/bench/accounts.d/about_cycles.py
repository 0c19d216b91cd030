import gc


class Node:
    pass


a = Node()
a.self = a
a.list = [a, [a]]
b = Node()
b.other, a.other = a, b
del a
c = b.other
del b, c
n = gc.collect()
