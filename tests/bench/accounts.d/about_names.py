a = [1, 2, 3]
b = a
c = b, a
del b
a = None
