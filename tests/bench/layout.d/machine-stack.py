class Machine:
    def __init__(self, code):
        self.code = code
        self.stack = []
        self.names = {}
        self.at = 0

    def step(self):
        op, value = self.code[self.at]
        self.at += 1
        if op == "push":
            self.stack.append(value)
        elif op == "add":
            self.stack.append(self.stack.pop() + self.stack.pop())
        elif op == "store":
            self.names[value] = self.stack.pop()
        elif op == "load":
            self.stack.append(self.names[value])


machine = Machine([("push", 2), ("push", 3), ("add", None), ("store", "x"), ("load", "x"), ("push", 4), ("add", None)])
while machine.at < len(machine.code):
    machine.step()
