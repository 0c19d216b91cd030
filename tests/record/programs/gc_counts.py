import gc
events = []
gc.callbacks.append(lambda phase, info: events.append((phase, info["generation"], info["collected"])))
keep = []
for i in range(3000):
    keep.append([i])
    cycle = []
    cycle.append(cycle)
print([e for e in events if e[0] == "stop" and e[1] > 0], gc.isenabled(), gc.get_threshold())
gc.disable()
print(gc.collect() >= 0, gc.get_freeze_count(), len(gc.garbage))
