def leaf(value):
    return {"op": "value", "value": value}


def node(op, left, right):
    return {"op": op, "left": left, "right": right}


formula = node("+", node("*", leaf(2), leaf(3)), node("-", leaf(9), node("/", leaf(8), leaf(4))))
