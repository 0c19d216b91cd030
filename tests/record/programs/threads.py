import threading
results = []
lock = threading.Lock()


def work(n):
    total = 0
    for i in range(n):
        total += i
    with lock:
        results.append((n, total))


threads = [threading.Thread(target=work, args=(n,)) for n in (10, 20, 30)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(results), threading.active_count(), threading.current_thread().name)
