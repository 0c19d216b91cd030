class Table:
    def __init__(self, size):
        self.buckets = [[] for _ in range(size)]

    def put(self, key, value):
        self.buckets[len(key) % len(self.buckets)].append([key, value])


table = Table(4)
for key, value in [("fig", 1), ("plum", 2), ("kiwi", 3), ("apple", 4), ("lime", 5)]:
    table.put(key, value)
