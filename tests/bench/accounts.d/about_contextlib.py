import contextlib


@contextlib.contextmanager
def opened(name):
    handle = [name]
    try:
        yield handle
    finally:
        handle.append([1])


with opened("a name") as h:
    k = [h]
with contextlib.suppress(ValueError):
    raise ValueError(k)
with contextlib.ExitStack() as stack:
    s = stack.enter_context(opened("other"))
    stack.callback(k.append, [2])
