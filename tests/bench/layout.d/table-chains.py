from dataclasses import dataclass


@dataclass
class Slot:
    key: int
    next: object = None


slots = [None] * 5
for key in (12, 7, 3, 22, 18, 9, 2, 33):
    slots[key % 5] = Slot(key, slots[key % 5])
