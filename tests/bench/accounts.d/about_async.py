import asyncio


class Ticks:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return [self.n]


async def work(x):
    await asyncio.sleep(0)
    y = [x]
    return y


async def gen(x):
    yield x
    yield [x]


async def main():
    a = await work([1])
    b = await asyncio.gather(work([2]), work(a))
    async for tick in Ticks(2):
        last = tick
    c = [x async for x in gen([3])]
    return a, b, last, c


r = asyncio.run(main())
