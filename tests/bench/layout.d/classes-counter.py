class Visitor:
    count = 0

    def __init__(self):
        Visitor.count += 1


one = Visitor()
two = Visitor()
