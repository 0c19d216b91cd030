class ObjectCounter:
    num_instances = 0

    def __init__(self, name):
        self.name = name
        ObjectCounter.num_instances += 1


def make_two():
    first = ObjectCounter("first")
    second = ObjectCounter("second")
    return [first, second]


pair = make_two()
kept = pair[0]
del pair
