grid = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
turned = [list(column) for column in zip(*grid)]
