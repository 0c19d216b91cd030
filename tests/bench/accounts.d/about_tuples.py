a = (1000.5, [1], "some text")
b = a + a
c = a[1:]
x, *y = b
d = ((a, b), (c, (y, ())))
first, second = d
