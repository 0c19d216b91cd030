big = 10**30
same = big
half = big / 3.0
z = complex(half, 1.5)
total = 0
for i in range(1000, 1003):
    total += i
    part = total * 1.5
r = range(100000, 200000, 777)
s = slice(r, big, None)
