class Button:
    def __init__(self):
        self.listeners = []


class Screen:
    def __init__(self, button):
        self.lines = []
        button.listeners.append(self.show)

    def show(self, text):
        self.lines.append(text)


button = Button()
left, right = Screen(button), Screen(button)
for listener in button.listeners:
    listener("hello")
