import heapq

tasks = []
for urgency, name in [(5, "mop"), (1, "fix"), (4, "paint"), (2, "sell"), (3, "read")]:
    heapq.heappush(tasks, (urgency, name))
first = heapq.heappop(tasks)
