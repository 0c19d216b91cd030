import queue
import threading

q = queue.Queue()
local = threading.local()
lock = threading.Lock()


def work(x):
    local.x = [x]
    with lock:
        q.put(local.x)


t = threading.Thread(target=work, args=([1],))
t.start()
t.join()
got = q.get()
