import weakref


class Sensor:
    def __init__(self):
        self.watchers = []

    def watch(self, watcher):
        self.watchers.append(weakref.ref(watcher))


class Lamp:
    def __init__(self, room):
        self.room = room


sensor = Sensor()
hall, attic = Lamp("hall"), Lamp("attic")
sensor.watch(hall)
sensor.watch(attic)
del attic
