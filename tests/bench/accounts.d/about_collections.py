from collections import ChainMap, Counter, OrderedDict, defaultdict

o = OrderedDict(a=[1], b=[2])
o["c"] = o
o.move_to_end("a")
d = defaultdict(list)
d["x"].append([3])
c = Counter("some text with words".split())
k = ChainMap({"q": [4]}, d)
got = k["x"]
top = c.most_common(1)
