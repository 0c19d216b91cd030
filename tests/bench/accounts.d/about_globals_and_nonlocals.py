shared = [1]


def change():
    global shared
    shared = [shared]
    return shared


def outer():
    x = [2]

    def inner():
        nonlocal x
        x = [x]
        return x

    inner()
    del_me = inner()
    del del_me
    return x


a = change()
b = outer()
