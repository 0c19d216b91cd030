import array
import collections

queue = collections.deque(["a", "b"], maxlen=3)
groups = collections.defaultdict(list)
groups["odd"].append(1)
order = collections.OrderedDict(a=1, b=2)
order.move_to_end("a")
Point = collections.namedtuple("Point", "x y")
p = Point(1, [2])
numbers = array.array("d", [0.5, 1.5])
raw = bytearray(b"abc")
queue.append("c"); numbers[0] = 2.5; raw[0] = 65
