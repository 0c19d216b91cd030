def remember(word, seen=[]):
    seen.append(word)
    return seen


first = remember("oak")
second = remember("elm")
