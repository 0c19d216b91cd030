class Line:
    def __init__(self, text):
        self.text = text
        self.above = self.below = None


class Page:
    def __init__(self):
        self.top = self.bottom = None

    def add(self, text):
        line = Line(text)
        line.above = self.bottom
        if self.bottom:
            self.bottom.below = line
        else:
            self.top = line
        self.bottom = line


page = Page()
for text in ("once", "upon", "a", "time"):
    page.add(text)
cursor = page.top.below
