import copy

a = [[1], {"k": (2.5, [3])}]
b = copy.copy(a)
c = copy.deepcopy(a)


class Own:
    def __init__(self, x):
        self.x = x

    def __deepcopy__(self, memo):
        return Own([self.x])


d = copy.deepcopy([Own([1])])
