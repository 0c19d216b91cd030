class Letter:
    def __init__(self):
        self.next = {}
        self.ends = False


root = Letter()
for word in ("on", "one", "or", "me"):
    letter = root
    for c in word:
        if c not in letter.next:
            letter.next[c] = Letter()
        letter = letter.next[c]
    letter.ends = True
