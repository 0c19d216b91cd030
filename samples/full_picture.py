class ObjectCounter:
    num_instances = 0

    def __init__(self):
        ObjectCounter.num_instances += 1


obj1 = ObjectCounter()
obj2 = ObjectCounter()
x = 5
y = 256
s = "hello"
