import enum


class Color(enum.Enum):
    RED = "the red"
    BLUE = ("the", "blue")


class Flag(enum.Flag):
    A = enum.auto()
    B = enum.auto()


r = Color.RED
v = r.value
b = Color["BLUE"]
f = Flag.A | Flag.B
all_of = list(Color)
