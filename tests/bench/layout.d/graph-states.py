class State:
    def __init__(self, name):
        self.name = name
        self.on = {}


idle, running, paused, done = State("idle"), State("running"), State("paused"), State("done")
idle.on["start"] = running
running.on["pause"] = paused
running.on["stop"] = done
paused.on["resume"] = running
paused.on["stop"] = done
done.on["reset"] = idle
now = idle
now = now.on["start"]
now = now.on["pause"]
