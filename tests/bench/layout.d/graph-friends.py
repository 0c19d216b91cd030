class Person:
    def __init__(self, name):
        self.name = name
        self.friends = []


def meet(one, two):
    one.friends.append(two)
    two.friends.append(one)


ida, jon, kim, lea, max_ = people = [Person(name) for name in ("Ida", "Jon", "Kim", "Lea", "Max")]
meet(ida, jon)
meet(ida, kim)
meet(jon, lea)
meet(kim, lea)
meet(lea, max_)
