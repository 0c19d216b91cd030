import tracemalloc
tracemalloc.start()
before = tracemalloc.get_traced_memory()[0]
data = [str(i) for i in range(1000)]
after = tracemalloc.get_traced_memory()[0]
print(after - before > 50000, tracemalloc.is_tracing())
tracemalloc.stop()
del data
x = [1, 2, 3]
del x
print("done")
