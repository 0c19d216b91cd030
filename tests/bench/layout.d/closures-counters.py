def make_counter(start):
    count = start

    def step():
        nonlocal count
        count += 1
        return count

    def reset():
        nonlocal count
        count = start

    return step, reset


up, clear = make_counter(10)
other, _ = make_counter(0)
up()
up()
other()
