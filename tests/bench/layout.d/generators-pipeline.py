def numbers(limit):
    for number in range(limit):
        yield number


def squares(source):
    for number in source:
        yield number * number


def pairs(source):
    last = None
    for number in source:
        yield last, number
        last = number


pipe = pairs(squares(numbers(5)))
first = next(pipe)
second = next(pipe)
