# Built and taken down inside exec(), whose code makes no steps: 100,000 steps over 100,000 objects would be another test.
names = {}
exec("nested = []\nfor i in range(100000): nested = [nested]", names)
nested = names.pop("nested")
print("made")
del nested
exec("t = ()\nfor i in range(100000): t = (t, i)", names)
t = names.pop("t")
del t
exec("d = {}\nfor i in range(100000): d = {'d': d}", names)
d = names.pop("d")
del d
exec("class Node: pass\nn = None\nfor i in range(100000):\n m = Node()\n m.next = n\n n = m\ndel m", names)
n = names.pop("n")
del n
print("freed")
