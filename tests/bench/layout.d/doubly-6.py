from dataclasses import dataclass


@dataclass
class Car:
    number: int
    ahead: object = None
    behind: object = None


engine = last = Car(0)
for number in range(1, 6):
    car = Car(number, last)
    last.behind = car
    last = car
