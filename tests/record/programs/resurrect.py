saved = []


class Phoenix:
    def __del__(self):
        print("del")
        saved.append(self)


p = Phoenix()
first = id(p)
del p
print(len(saved), id(saved[0]) == first)
saved.clear()
print(len(saved))
