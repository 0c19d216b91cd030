import io

s = io.StringIO("one line\nanother line\n")
lines = [line for line in s]
b = io.BytesIO(b"some bytes")
v = b.getbuffer()
first = bytes(v[:4])
v.release()
w = io.TextIOWrapper(b)
text = w.read()
