class Own(Exception):
    def __str__(self):
        return "own " + str(self.args)


try:
    try:
        [][1]
    except IndexError as e:
        raise Own(1, "two") from e
except Own:
    raise ValueError("outer")
