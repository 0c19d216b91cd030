from dataclasses import dataclass, field


@dataclass(order=True)
class Card:
    rank: int
    suit: str = field(compare=False)


@dataclass
class Hand:
    owner: str
    cards: list[Card] = field(default_factory=list)


deck = [Card(rank, suit) for rank in (7, 8) for suit in "CD"]
hands = [Hand("Ann"), Hand("Bob")]
for place, card in enumerate(deck):
    hands[place % 2].cards.append(card)
best = max(deck)
