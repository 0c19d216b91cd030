def task(name, done):
    for round in range(2):
        done.append((name, round))
        yield


done = []
ready = [task("wash", done), task("dry", done)]
while ready:
    current = ready.pop(0)
    try:
        next(current)
        ready.append(current)
    except StopIteration:
        pass
