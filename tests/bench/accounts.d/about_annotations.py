from typing import Generic, Optional, TypeVar

T = TypeVar("T")


class Box(Generic[T]):
    item: Optional[list] = None

    def put(self, item: "list[T]") -> "Box[T]":
        self.item = item
        return self


b = Box()
c = b.put([1])
alias = list[int]
other = Box[int]
either = int | str
notes = Box.put.__annotations__
