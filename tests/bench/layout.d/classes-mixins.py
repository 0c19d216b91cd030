class Named:
    name = "?"


class Priced:
    price = 0


class Book(Named, Priced):
    def __init__(self, name):
        self.name = name


class Novel(Book):
    price = 12


emma = Novel("Emma")
atlas = Book("Atlas")
