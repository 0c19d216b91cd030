import contextvars

var = contextvars.ContextVar("a variable", default=[0])


def show(x):
    token = var.set([x])
    now = var.get()
    var.reset(token)
    return now


a = var.get()
c = contextvars.copy_context()
b = c.run(show, [1])
