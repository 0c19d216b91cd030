import copy

pairs = [[1, 2], [3, 4], [5, 6]]
same = pairs
shallow = list(pairs)
deep = copy.deepcopy(pairs)
pairs[0].append(9)
