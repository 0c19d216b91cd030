word = "some text"
again = "some text"
longer = word + "!" * 3
parts = longer.split(" ")
joined = "-".join(parts)
made = f"{joined} and {parts!r}"
data = longer.encode()
piece = data[1:4]
del word
