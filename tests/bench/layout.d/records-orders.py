from dataclasses import dataclass, field


@dataclass
class Item:
    name: str
    price: int


@dataclass
class Order:
    number: int
    items: list = field(default_factory=list)


pen, ink, pad = Item("pen", 3), Item("ink", 8), Item("pad", 5)
orders = [Order(1, [pen, ink]), Order(2, [pad]), Order(3, [ink, pad, pen])]
orders[1].items.append(pen)
