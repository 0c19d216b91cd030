words = {}
for word in ("to", "tea", "ten", "in", "inn"):
    place = words
    for letter in word:
        place = place.setdefault(letter, {})
    place["$"] = word
