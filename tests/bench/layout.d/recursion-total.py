def total(values):
    if not values:
        return 0
    rest = values[1:]
    return values[0] + total(rest)


print(total(list(range(20))))
