inner = [1, [2, [3, [4, []]]]]
outer = [inner, [inner, [5]], []]
