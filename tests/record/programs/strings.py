s = ""
for i in range(50):
    s += "x"
t = "é" * 3 + "\U0001F600" + "\ud800"
u = "quote ' and \" and \\ and \n and \x00 and \u202e"
b = bytes(range(256))
big = 10 ** 400
huge = 1 << 40000
n = -(10 ** 25)
f = [0.1, 1e300 * 10, -0.0, float("nan"), 1e16, 1e-7]
c = [1j, -0.0 + 2j, complex(1, -2)]
r = [range(3), range(1, 10, 2), range(5, 0, -1), range(10 ** 30)]
print(len(s), len(t), len(u), len(b), len(str(big)), huge.bit_length(), n, f, c, r)
