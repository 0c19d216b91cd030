a = [1]
a.append(a)
d = {}
d["self"] = d


class Node:
    pass


n = Node()
n.next = n
print(a, d, n.next is n)
