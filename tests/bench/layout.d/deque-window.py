from collections import deque

window = deque(maxlen=3)
means = []
for value in (3, 9, 6, 0, 12):
    window.append(value)
    means.append(sum(window) / len(window))
