import sys
ids = []
for i in range(6):
    x = [i]
    ids.append(id(x))
    del x
print([ids.index(i) for i in ids])
f = []
for i in range(6):
    y = i * 1.5
    f.append(id(y))
    del y
print([f.index(i) for i in f])
print(sys.getrefcount([]), sys.getrefcount(ids), sys.getrefcount(object()))


def function(a):
    return sys.getrefcount(a), sys.getrefcount(function)


print(function(ids), function(object()))
