import asyncio


async def ticker(name, n):
    for i in range(n):
        print(name, i)
        await asyncio.sleep(0)
    return name


async def numbers():
    for i in range(3):
        yield i
        await asyncio.sleep(0)


async def main():
    print(await asyncio.gather(ticker("a", 2), ticker("b", 3)))
    print([n async for n in numbers()])
    try:
        await asyncio.wait_for(asyncio.sleep(10), 0.01)
    except asyncio.TimeoutError:
        print("timed out")


asyncio.run(main())
