class Queue:
    def __init__(self):
        self.head = self.tail = None

    def put(self, load):
        cell = {"load": load, "next": None}
        if self.tail is None:
            self.head = cell
        else:
            self.tail["next"] = cell
        self.tail = cell


queue = Queue()
for load in (1, 2, 3, 4, 5, 6, 7):
    queue.put(load)
