class Person:
    def __init__(self, name, parent=None):
        self.name = name
        self.parent = parent
        self.children = []
        if parent:
            parent.children.append(self)


ann = Person("Ann")
ben = Person("Ben", ann)
cora = Person("Cora", ann)
dan = Person("Dan", ben)
eve = Person("Eve", ben)
