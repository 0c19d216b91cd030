many = list(range(5000))
table = {i: str(i) for i in range(3000)}
group = set(range(2500))
words = {"banana", "apple", "cherry"}
frozen = frozenset(["a", "b"])
mixed = {1: "one", "two": 2, (3, 4): [5], None: None}
many.append(1)
del many[10:20]
table.pop(5)
group.discard(7)
print(len(many), len(table), len(group), words, frozen, mixed)
for k, v in zip("abc", [1, 2, 3]):
    pass
pairs = [p for p in enumerate("xyz")]
it = iter([1, 2])
z = zip([1, 2], [3, 4])
first = next(z)
del first
second = next(z)
print(pairs, second, list(it))
