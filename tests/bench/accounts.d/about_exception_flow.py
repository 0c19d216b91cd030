def tidy(log):
    try:
        return [log]
    finally:
        log.append([1])


def retry(n):
    for i in range(n):
        try:
            if i < 2:
                raise ValueError([i])
            return [i]
        except ValueError as error:
            last = error.args
    return None


log = []
a = tidy(log)
b = retry(3)
try:
    raise ExceptionGroup("several", [ValueError([1]), TypeError([2])])
except* ValueError as group:
    found = group.exceptions
except* TypeError:
    pass
