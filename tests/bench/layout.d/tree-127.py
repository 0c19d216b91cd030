from dataclasses import dataclass


@dataclass
class Twig:
    key: int
    left: object = None
    right: object = None


plant = lambda low, high: None if low > high else Twig(
    (low + high) // 2, plant(low, (low + high) // 2 - 1), plant((low + high) // 2 + 1, high))
root = plant(1, 127)
