import datetime
import decimal
import fractions
import pathlib
import random
import uuid

d = datetime.datetime(2020, 1, 2)
e = d + datetime.timedelta(days=1)
x = decimal.Decimal("1.5") + 1
y = fractions.Fraction(1, 3)
p = pathlib.PurePath("a", "b c")
parts = p.parts
r = random.Random(1)
n = r.random()
u = uuid.UUID(int=5)
all_of = [d, e, x, y, p, u]
