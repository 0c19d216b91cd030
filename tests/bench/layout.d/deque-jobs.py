from collections import deque
from dataclasses import dataclass


@dataclass
class Job:
    name: str
    needs: tuple = ()


wash = Job("wash")
dry = Job("dry", (wash,))
fold = Job("fold", (dry,))
iron = Job("iron", (dry,))
queue = deque([wash, dry, fold, iron])
queue.rotate(1)
current = queue.popleft()
