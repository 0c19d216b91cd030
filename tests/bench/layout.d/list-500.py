from dataclasses import dataclass


@dataclass
class Link:
    load: int
    rest: object = None


chain = None
for load in range(500):
    chain = Link(load, chain)
