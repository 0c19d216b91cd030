"""A module of the program's own."""
value = [1, 2]


def greet(name):
    text = "hello " + name
    return text


class Base:
    shared = {}
