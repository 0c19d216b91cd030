import re

p = re.compile("(some) (te.t)")
m = p.match("some text here")
g = m.groups()
f = re.findall("e.", "some text here")
s = p.sub(lambda m: m.group(2) + "!", "some text here")
