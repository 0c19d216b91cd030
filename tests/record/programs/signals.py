import os, signal
hits = []
signal.signal(signal.SIGUSR1, lambda number, frame: hits.append((number, frame.f_code.co_name)))
for i in range(3):
    os.kill(os.getpid(), signal.SIGUSR1)
print(hits, signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM))
try:
    os.kill(os.getpid(), signal.SIGINT)
    while True:
        pass
except KeyboardInterrupt:
    print("interrupted")
os.kill(os.getpid(), signal.SIGTERM)
print("never")
