def read(text):
    try:
        return int(text)
    except ValueError as bad:
        raise KeyError(text) from bad


try:
    read("x")
except KeyError as e:
    kept = e
