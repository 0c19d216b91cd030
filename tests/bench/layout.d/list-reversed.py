from dataclasses import dataclass


@dataclass
class Link:
    load: int
    rest: object = None


def reversed_chain(chain):
    done = None
    while chain is not None:
        rest = chain.rest
        chain.rest = done
        done, chain = chain, rest
    return done


chain = None
for load in (40, 30, 20, 10):
    chain = Link(load, chain)
chain = reversed_chain(chain)
