index = {}
for word in "bee ant bat auk cow asp cat boa".split():
    index.setdefault(word[0], []).append(word)
