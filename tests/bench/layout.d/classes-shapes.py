class Shape:
    sides = 0

    def __init__(self, colour):
        self.colour = colour


class Round(Shape):
    pass


class Square(Shape):
    sides = 4

    def __init__(self, colour, width):
        super().__init__(colour)
        self.width = width


class Cube(Square):
    faces = 6


shapes = [Round("red"), Square("blue", 3), Cube("green", 2)]
