from dataclasses import dataclass


@dataclass
class Link:
    load: int
    rest: object = None


chain = None
for load in range(20):
    chain = Link(load, chain)
