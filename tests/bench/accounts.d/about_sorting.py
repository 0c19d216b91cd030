class Card:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n


def key(card):
    return card.n


cards = [Card(n) for n in (3, 1, 2)]
a = sorted(cards)
b = sorted(cards, key=key)
c = sorted(cards, key=lambda card: -card.n, reverse=True)
d = max(cards, key=key)
e = min(cards)
