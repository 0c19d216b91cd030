triangle = [[1]]
while len(triangle) < 8:
    above = triangle[-1]
    triangle.append([1] + [a + b for a, b in zip(above, above[1:])] + [1])
