from dataclasses import dataclass, field


@dataclass
class Town:
    name: str
    roads: list = field(default_factory=list)


towns = {name: Town(name) for name in "ABCDEFGH"}
for pair in ("AB", "BC", "CD", "DA", "CE", "EF", "FG", "GC", "GH"):
    towns[pair[0]].roads.append(towns[pair[1]])
