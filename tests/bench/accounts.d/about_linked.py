class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


head = None
for i in range(4):
    head = Node([i], head)
node = head
while node:
    last = node
    node = node.next
last.next = head
head = last = None
