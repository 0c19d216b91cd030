point = (3, 4)
segment = (point, (7, 1))
path = (segment, (segment[1], (0, 0)))
closed = path + (segment,)
