from collections import deque

d = deque([[1], [2], [3]], maxlen=4)
d.append([4])
d.append([5])
d.appendleft(d)
x = d.pop()
y = list(d)[1:]
d.rotate(1)
i = iter(y)
d.clear()
