import atexit
import signal
import sys


def bye(x):
    y = [x]


atexit.register(bye, [1])
old = signal.signal(signal.SIGUSR1, lambda number, frame: hits.append([number]))
hits = []
signal.raise_signal(signal.SIGUSR1)
hook = sys.excepthook
sys.displayhook = bye
