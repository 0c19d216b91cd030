import heapq


class Job:
    def __init__(self, at, name):
        self.at, self.name = at, name

    def __lt__(self, other):
        return self.at < other.at


jobs = []
for at in (300, 100, 200):
    heapq.heappush(jobs, Job(at * 1.5, f"job at {at}"))
order = []
while jobs:
    job = heapq.heappop(jobs)
    order.append(job.name)
