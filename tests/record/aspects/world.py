#: descriptors
import os
print(os.listdir("/proc/self/fd")[:4], [os.dup(0) for _ in range(4)])
f = open(__file__)
print(f.fileno(), os.pipe())
f.close()
print(open(__file__).fileno())
#: descriptors_closed
import os
os.closerange(3, 64)
print(os.open("/dev/null", os.O_RDONLY), os.open("/dev/null", os.O_RDONLY))
x = [1]
#: descriptor_limit
import os, resource
resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))
opened = []
try:
    while True:
        opened.append(os.open("/dev/null", os.O_RDONLY))
except OSError as e:
    print(len(opened), e)
for fd in opened:
    os.close(fd)
#: limits
import resource
for n in ("RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_CPU", "RLIMIT_DATA", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_STACK", "RLIMIT_MEMLOCK"):
    print(n, resource.getrlimit(getattr(resource, n)))
#: signal_handlers
import signal
for s in range(1, 65):
    try:
        print(s, signal.getsignal(s))
    except ValueError:
        pass
print(signal.pthread_sigmask(signal.SIG_BLOCK, []), signal.getitimer(signal.ITIMER_REAL), signal.set_wakeup_fd(-1))
#: signal_delivery
import os, signal
log = []
signal.signal(signal.SIGUSR1, lambda n, f: log.append((n, f.f_code.co_name)))
def f():
    os.kill(os.getpid(), signal.SIGUSR1)
    for i in range(3):
        pass
    return len(log)
print(f(), log)
signal.raise_signal(signal.SIGUSR1)
print(len(log))
#: signal_interrupts
import signal, os
try:
    os.kill(os.getpid(), signal.SIGINT)
    for i in range(100000):
        pass
except KeyboardInterrupt as e:
    print("interrupted", type(e).__name__)
#: signal_alarm
import signal, time
def on_alarm(n, f):
    raise TimeoutError("alarm")
signal.signal(signal.SIGALRM, on_alarm)
signal.setitimer(signal.ITIMER_REAL, 0.05)
try:
    while True:
        time.sleep(0.01)
except TimeoutError as e:
    print(e)
#: signal_death
import os, signal
x = 1
os.kill(os.getpid(), signal.SIGTERM)
#: signal_default_interrupt
import os, signal
signal.signal(signal.SIGINT, signal.SIG_DFL)
print("before", flush=True)
os.kill(os.getpid(), signal.SIGINT)
#: exit_in_thread
import threading, sys
def work():
    sys.exit(4)
t = threading.Thread(target=work)
t.start()
t.join()
print("main goes on")
#: exit_codes
import sys
class D:
    def __del__(self):
        print("del")
d = D()
try:
    sys.exit("message")
finally:
    print("finally")
#: exit_nested
import sys, atexit
def f():
    try:
        sys.exit(5)
    except SystemExit as e:
        print(e.code)
        raise
atexit.register(lambda: print("at exit"))
f()
#: exit_from_atexit
import atexit, os
def leave():
    print("leaving", flush=True)
    os._exit(6)
atexit.register(leave)
print("main")
#: exit_at_once_with_buffer
import os, sys
sys.stdout.write("lost")
os._exit(2)
#: exec_replaces
import os, sys
sys.stdout.flush()
os.execv(sys.executable, [sys.executable, "-c", "print('replaced')"])
#: fault_handler
import faulthandler, sys
faulthandler.enable()
print(faulthandler.is_enabled())
def f():
    faulthandler.dump_traceback(all_threads=True)
f()
faulthandler.disable()
#: fault_later
import faulthandler, time
faulthandler.dump_traceback_later(0.05)
time.sleep(0.12)
faulthandler.cancel_dump_traceback_later()
#: fault_and_die
import faulthandler, ctypes
faulthandler.enable()
def f():
    ctypes.string_at(0)
f()
#: fork_children
import os
def child(n):
    total = 0
    for i in range(n):
        total += i
    return total
for n in range(3):
    pid = os.fork()
    if pid == 0:
        os._exit(child(n))
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
#: fork_and_exit_normally
import os, sys, atexit
atexit.register(lambda: print("at exit", sys.stdout.fileno(), flush=True))
sys.stdout.flush()
pid = os.fork()
if pid == 0:
    print("child")
    sys.exit(3)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
#: fork_hooks
import os
log = []
os.register_at_fork(before=lambda: log.append("before"), after_in_parent=lambda: log.append("parent"), after_in_child=lambda: log.append("child"))
pid = os.fork()
if pid == 0:
    os.write(1, repr(log).encode())
    os._exit(0)
os.waitpid(pid, 0)
print(log)
#: fork_traces
import os, sys, gc
pid = os.fork()
if pid == 0:
    def f(n):
        return gc.get_count() if n == 0 else f(n - 1)
    print(sys.gettrace(), f(0), f(3), sys.monitoring._all_events() if hasattr(sys, "monitoring") else 0)
    sys.stdout.flush()
    os._exit(0)
os.waitpid(pid, 0)
#: multiprocessing_methods bare
import multiprocessing
def square(n):
    return n * n
if __name__ == "__main__":
    for method in ("fork", "spawn"):
        with multiprocessing.get_context(method).Pool(2) as pool:
            print(method, pool.map(square, range(4)))
#: multiprocessing_queue bare
import multiprocessing
def work(q, n):
    q.put([n, n * 2])
if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    q = context.Queue()
    p = context.Process(target=work, args=(q, 4))
    p.start()
    print(q.get())
    p.join()
    print(p.exitcode)
#: subprocess_streams
import subprocess, sys
print(subprocess.run([sys.executable, "-c", "import sys; print(sys.stdin.read()); print('e', file=sys.stderr)"], input="in", capture_output=True, text=True))
print(subprocess.check_output("echo $((1 + 1)); exit 0", shell=True))
#: subprocess_descriptors
import subprocess
print(subprocess.run(["ls", "/proc/self/fd"], capture_output=True, text=True, close_fds=False).stdout.split())
#: posix_spawn
import os, sys
pid = os.posix_spawn(sys.executable, [sys.executable, "-c", "print('spawned')"], os.environ)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
#: concurrent_futures uncounted
from concurrent.futures import ThreadPoolExecutor
def f(n):
    return n * 2
with ThreadPoolExecutor(3) as pool:
    print(list(pool.map(f, range(6))))
#: threads_state
import threading
def work(n):
    log.append((n, threading.current_thread().name, threading.active_count(), len(threading.enumerate())))
log = []
for n in range(3):
    t = threading.Thread(target=work, args=(n,), name="w%d" % n)
    t.start()
    t.join()
print(log, threading.active_count(), threading.get_ident() == threading.main_thread().ident, threading.stack_size())
#: threads_locals
import threading
local = threading.local()
class D:
    def __del__(self):
        print("local del", flush=True)
def work():
    local.d = D()
t = threading.Thread(target=work)
t.start()
t.join()
print("joined")
#: threads_exceptions
import threading
threading.excepthook = lambda a: print("hook", a.exc_type.__name__, a.thread.name, a.exc_traceback.tb_lineno > 0)
def work():
    raise ValueError
t = threading.Thread(target=work, name="bad")
t.start()
t.join()
#: threads_raw
import _thread
lock, done = _thread.allocate_lock(), []
lock.acquire()
def work(a, b=2):
    done.append((a, b))
    lock.release()
print(type(_thread.start_new_thread(work, (1,), {"b": 3})), _thread._count() >= 0)
lock.acquire()
print(done)
for bad in (lambda: _thread.start_new_thread(work), lambda: _thread.start_new_thread(1, ())):
    try:
        bad()
    except TypeError as e:
        print(e)
#: threads_daemon_at_exit bare
import threading, time
def work():
    while True:
        time.sleep(0.001)
        x = [1]
threading.Thread(target=work, daemon=True).start()
time.sleep(0.03)
print("main ends")
#: threads_not_joined
import threading
def work():
    threading.main_thread().join()
    print("worker ends")
threading.Thread(target=work).start()
print("main ends")
#: threads_many
import threading
total, lock = 0, threading.Lock()
def work():
    global total
    for _ in range(100):
        with lock:
            total += 1
ts = [threading.Thread(target=work) for _ in range(6)]
for t in ts: t.start()
for t in ts: t.join()
print(total)
#: threads_timer
import threading
done = threading.Event()
threading.Timer(0.01, done.set).start()
print(done.wait(5))
#: stdin_lines
import sys
print(sys.stdin.readline(), input(), sys.stdin.read(), sys.stdin.isatty())
#: stream_properties
import sys
for s in (sys.stdin, sys.stdout, sys.stderr):
    print(s.name, s.mode, s.encoding, s.errors, s.isatty(), s.line_buffering, s.write_through, s.fileno(), type(s.buffer).__name__, s.buffer.raw.mode)
#: stream_replaced
import sys, io
old = sys.stdout
sys.stdout = io.StringIO()
print("captured")
text = sys.stdout.getvalue()
sys.stdout = old
print(repr(text))
class Upper:
    def write(self, s):
        old.write(s.upper())
    def flush(self):
        old.flush()
sys.stdout = Upper()
print("loud")
sys.stdout = old
#: stream_subclass
import io, sys
class Mine(io.TextIOWrapper):
    def write(self, s):
        return super().write("<" + s + ">")
m = Mine(io.BytesIO())
m.write("x")
m.flush()
print(m.buffer.getvalue())
w = io.TextIOWrapper(sys.stdout.buffer, write_through=True)
w.write("through\n")
w.detach()
print("still")
#: stream_closed
import sys
sys.stderr.close()
sys.stdout.write("out\n")
sys.stdout.close()
x = 1
#: stream_descriptor_closed
import os
print("gone")
os.close(1)
y = 2
#: stream_redirected
import os, sys
print("first", flush=True)
fd = os.open("out.txt", os.O_WRONLY | os.O_CREAT)
saved = os.dup(1)
os.dup2(fd, 1)
print("in the file", flush=True)
os.dup2(saved, 1)
print(open("out.txt").read(), saved, fd)
#: stream_none
import sys
sys.stdout = None
print("nowhere")
x = 1
#: stream_long
import sys
for i in range(300):
    print("line", i, "x" * 300)
sys.stdout.write("y" * 300000 + "\n")
sys.stderr.write("z" * 100000)
#: stream_bytes
import sys, os
sys.stdout.buffer.write(b"\xff\x00bytes\n")
sys.stdout.flush()
os.write(1, b"raw\n")
os.writev(1, [b"v1", b"v2\n"])
sys.stdout.buffer.raw.write(b"to raw\n")
print("é ☃", "\udcff".encode("utf-8", "surrogateescape"))
#: stream_reconfigured
import sys
sys.stdout.reconfigure(line_buffering=True, errors="replace", newline="\r\n")
print("line")
sys.stdout.reconfigure(newline="\n", write_through=True)
print("line", sys.stdout.write_through)
#: locale_state
import locale, os, time
print(locale.setlocale(locale.LC_ALL), locale.getpreferredencoding(False), locale.localeconv()["decimal_point"], time.tzname)
print(os.getcwd() == os.path.dirname(os.path.abspath(__file__)), oct(os.umask(0)), os.nice(0), os.getpgid(0) == os.getpgrp())
#: file_outputs
import os
with open("a.txt", "w") as f:
    f.write("text")
os.mkdir("sub")
open("sub/b", "wb").write(b"\x00")
print(sorted(os.listdir(".")) [-1:] != [], oct(os.stat("a.txt").st_mode))
#: memory_map
import re
text = open("/proc/self/status").read()
print(re.search(r"Threads:\s*(\d+)", text).group(1), re.search(r"SigIgn:\s*(\w+)", text).group(1), re.search(r"SigCgt:\s*(\w+)", text).group(1), re.search(r"SigBlk:\s*(\w+)", text).group(1))
