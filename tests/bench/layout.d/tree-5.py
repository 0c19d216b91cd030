from dataclasses import dataclass


@dataclass
class Twig:
    key: int
    left: object = None
    right: object = None


def plant(keys):
    if not keys:
        return None
    middle = len(keys) // 2
    return Twig(keys[middle], plant(keys[:middle]), plant(keys[middle + 1:]))


root = plant(range(5))
