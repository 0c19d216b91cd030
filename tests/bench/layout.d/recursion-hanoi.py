def move(n, source, goal, spare):
    if n == 0:
        return
    move(n - 1, source, spare, goal)
    goal.append(source.pop())
    move(n - 1, spare, goal, source)


left, middle, right = [3, 2, 1], [], []
move(3, left, right, middle)
