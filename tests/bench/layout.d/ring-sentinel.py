class Knot:
    def __init__(self, load=None):
        self.load = load
        self.prev = self.next = self


def insert_before(knot, load):
    new = Knot(load)
    new.prev, new.next = knot.prev, knot
    knot.prev.next = new
    knot.prev = new


rope = Knot()
for load in (3, 1, 4, 1, 5):
    insert_before(rope, load)
