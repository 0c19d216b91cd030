class Line:
    def __init__(self, text):
        self.text = text

    def __str__(self):
        padded = self.text + " "
        return padded

    def __format__(self, spec):
        return self.text + spec


lines = [Line("first line"), Line("second line")]
text = "\n".join(str(line) for line in lines)
out = f"{lines[0]:>>}" + "%s" % lines[1]
words = [word.title() for word in text.split()]
print(lines[0])
