class Account:
    def __init__(self, owner, cents):
        self.owner = owner
        self.cents = cents
        self.log = []

    def pay(self, other, cents):
        self.cents -= cents
        other.cents += cents
        self.log.append((other, -cents))
        other.log.append((self, cents))


ann, bob, cat = Account("Ann", 900), Account("Bob", 500), Account("Cat", 0)
ann.pay(bob, 100)
bob.pay(cat, 50)
cat.pay(ann, 20)
