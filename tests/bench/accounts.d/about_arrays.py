import array

a = array.array("d", [1.5, 2.5])
x = a[0]
b = bytearray(b"some bytes")
m = memoryview(b)
part = m[2:5]
data = bytes(part)
t = part.tolist()
del m
