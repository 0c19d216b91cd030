class ObjectCounter:
    num_instances = 0

    def __init__(self):
        ObjectCounter.num_instances += 1


obj1 = ObjectCounter()
obj2 = ObjectCounter()


def f():
    num = 0
    num += 1
    return num


a = f()
x = [1, 2, 3]
y = x
del y
del x
