from dataclasses import dataclass, field


@dataclass
class Item:
    name: str
    tags: list = field(default_factory=list)


@dataclass(frozen=True)
class Fixed:
    x: float


a = Item("an item")
a.tags.append([1])
b = Item("other one", a.tags)
c = Fixed(2.5)
d = {c: a}
same = Fixed(2.5) in d
