import copy, json, pickle, random, re


class Thing:
    def __init__(self):
        self.items = [1, {"a": (2, 3)}]


thing = Thing()
again = pickle.loads(pickle.dumps(thing))
deep = copy.deepcopy(thing)
print(again.items == deep.items, json.dumps(thing.items), re.sub("a+", "b", "caat"))
random.seed(1)
print(random.random(), sorted(random.sample(range(100), 5)))
