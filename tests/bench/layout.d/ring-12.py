from dataclasses import dataclass


@dataclass
class Seat:
    guest: int
    left: object = None


table = seat = Seat(0)
for guest in range(1, 12):
    seat.left = Seat(guest)
    seat = seat.left
seat.left = table
