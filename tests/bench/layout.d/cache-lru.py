class Entry:
    def __init__(self, key, value):
        self.key, self.value = key, value
        self.newer = self.older = None


class Cache:
    def __init__(self, room):
        self.room = room
        self.index = {}
        self.ends = Entry(None, None)
        self.ends.newer = self.ends.older = self.ends

    def unlink(self, entry):
        entry.older.newer, entry.newer.older = entry.newer, entry.older

    def put_first(self, entry):
        entry.newer, entry.older = self.ends, self.ends.older
        entry.older.newer = entry
        self.ends.older = entry

    def set(self, key, value):
        if len(self.index) == self.room:
            oldest = self.ends.newer
            self.unlink(oldest)
            del self.index[oldest.key]
        entry = self.index[key] = Entry(key, value)
        self.put_first(entry)

    def get(self, key):
        entry = self.index[key]
        self.unlink(entry)
        self.put_first(entry)
        return entry.value


cache = Cache(3)
for key in "abc":
    cache.set(key, ord(key))
cache.get("a")
cache.set("d", 100)
