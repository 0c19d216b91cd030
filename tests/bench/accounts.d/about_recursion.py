def depth(tree):
    if not tree:
        return [0]
    below = [depth(child) for child in tree]
    return [1 + max(below)[0]]


t = [[], [[], [[]]]]
d = depth(t)


def pair(n):
    return None if n == 0 else (n * 1000, pair(n - 1))


p = pair(4)
