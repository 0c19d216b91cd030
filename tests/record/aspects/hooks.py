#: settrace_and_back
import sys
log = []
def trace(frame, event, arg):
    log.append((event, frame.f_code.co_name, frame.f_lineno))
    return trace
def f(x):
    y = x + 1
    return y
sys.settrace(trace)
f(1)
is_ours = sys.gettrace() is trace
sys.settrace(None)
print(log, is_ours, sys.gettrace())
#: settrace_below_made_code
import sys
seen, space = [], {}
def trace(frame, event, argument):
    seen.append((frame.f_code.co_name, event, frame.f_lineno))
    return trace
def start():
    frame = sys._getframe(1)
    print(frame.f_code.co_filename, frame.f_trace_lines)
    frame.f_trace = trace
    sys.settrace(trace)
exec(compile("def outer(f):\n    f()\n    x = 1\n    return x\n", "<made>", "exec"), space)
space["outer"](start)
sys.settrace(None)
print(seen)
#: settrace_exceptions
import sys
log = []
def trace(frame, event, arg):
    log.append((event, frame.f_lineno, type(arg).__name__))
    return trace
def f():
    for i in range(2):
        try:
            raise ValueError(i)
        except ValueError:
            pass
    return [x for x in range(2)]
sys.settrace(trace)
f()
sys.settrace(None)
print(log)
#: settrace_opcodes
import sys
log = []
def trace(frame, event, arg):
    frame.f_trace_opcodes = True
    frame.f_trace_lines = False
    log.append((event, frame.f_lasti))
    return trace
def f(a):
    return a * 2
sys.settrace(trace)
f(2)
sys.settrace(None)
print(log)
#: settrace_raises
import sys
def trace(frame, event, arg):
    if event == "line":
        raise RuntimeError("from the tracer")
    return trace
def f():
    x = 1
sys.settrace(trace)
try:
    f()
except RuntimeError as e:
    print(e, sys.gettrace())
#: settrace_changes_lines
import sys
def trace(frame, event, arg):
    if event == "line" and frame.f_lineno == start + 2:
        frame.f_lineno = start + 3
    return trace
start = 8
def f():
    print("one")
    print("skipped")
    print("three")
sys.settrace(trace)
f()
sys.settrace(None)
#: settrace_generators
import sys
log = []
def trace(frame, event, arg):
    log.append((event, frame.f_code.co_name, frame.f_lineno, arg))
    return trace
def g():
    yield 1
    yield 2
sys.settrace(trace)
for x in g():
    pass
sys.settrace(None)
print(log)
#: settrace_local
import sys
log = []
def local(frame, event, arg):
    log.append(event)
def f():
    a = 1
    b = 2
f()
sys._getframe().f_trace = local
print(sys._getframe().f_trace is local)
f()
print(log)
#: settrace_from_inside
import sys
log = []
def trace(frame, event, arg):
    log.append((event, frame.f_code.co_name))
    return trace
def f():
    sys.settrace(trace)
    g()
def g():
    pass
f()
g()
sys.settrace(None)
print(log)
#: setprofile
import sys
log = []
def profile(frame, event, arg):
    log.append((event, frame.f_code.co_name, getattr(arg, "__name__", None)))
def f():
    return len([1])
sys.setprofile(profile)
f()
ours = sys.getprofile() is profile
sys.setprofile(None)
print(log, ours, sys.getprofile())
#: setprofile_and_settrace
import sys
log = []
def profile(frame, event, arg):
    log.append(("profile", event))
def trace(frame, event, arg):
    log.append(("trace", event))
    return trace
def f():
    abs(1)
sys.settrace(trace)
sys.setprofile(profile)
f()
sys.setprofile(None)
f()
sys.settrace(None)
f()
print(log)
#: cprofile
import cProfile, pstats, io
def f(n):
    return sum(range(n))
p = cProfile.Profile()
p.enable()
for i in range(4):
    f(i)
p.disable()
p.create_stats()
print(sorted((k[2], v[0], v[1]) for k, v in p.stats.items()))
#: profile_pure
import profile
def f(n):
    return n if n < 2 else f(n - 1) + f(n - 2)
p = profile.Profile()
p.runcall(f, 6)
p.create_stats()
print(sorted((k[2], v[0], v[1]) for k, v in p.stats.items() if k[2] == "f"))
#: trace_module
import trace
def f(n):
    t = 0
    for i in range(n):
        t += i
    return t
t = trace.Trace(count=1, trace=0)
t.runfunc(f, 4)
print(sorted((k[1], v) for k, v in t.results().counts.items() if k[0] == __file__))
#: bdb_run
import bdb
class Stops(bdb.Bdb):
    def user_line(self, frame):
        log.append((frame.f_code.co_name, frame.f_lineno))
        self.set_step()
log = []
def f():
    x = 1
    return x
Stops().runcall(f)
print(log)
#: pdb_commands
import pdb, io, sys
out = io.StringIO()
def f(x):
    y = x * 2
    return y
p = pdb.Pdb(stdin=io.StringIO("step\nstep\np x\nwhere\nnext\ncontinue\n"), stdout=out)
p.use_rawinput = False
print(p.runcall(f, 4), len(out.getvalue().splitlines()), "8" in out.getvalue())
#: breakpoint_hook
import sys
log = []
sys.breakpointhook = lambda *a, **k: log.append(sys._getframe(1).f_lineno)
breakpoint()
def f():
    breakpoint()
f()
sys.breakpointhook = sys.__breakpointhook__
print(log)
#: call_tracing
import sys
log = []
def trace(frame, event, arg):
    log.append((event, frame.f_code.co_name))
    if event == "call" and frame.f_code.co_name == "f":
        sys.call_tracing(g, ())
    return trace
def f():
    pass
def g():
    pass
sys.settrace(trace)
f()
sys.settrace(None)
print(log, sys.call_tracing(max, (1, 2)))
#: threading_settrace
import threading, sys
log = []
def trace(frame, event, arg):
    if frame.f_code.co_name == "work":
        log.append((event, frame.f_lineno))
    return trace
def work():
    a = 1
    return a
threading.settrace(trace)
t = threading.Thread(target=work)
t.start()
t.join()
threading.settrace(None)
print(log, threading.gettrace() if hasattr(threading, "gettrace") else 0, sys.gettrace())
#: threading_setprofile
import threading
log = []
def profile(frame, event, arg):
    if frame.f_code.co_name == "work":
        log.append(event)
def work():
    return abs(-1)
threading.setprofile(profile)
t = threading.Thread(target=work)
t.start()
t.join()
threading.setprofile(None)
print(log)
#: settrace_all_threads
import threading, sys
log = []
def trace(frame, event, arg):
    if frame.f_code.co_name == "work":
        log.append(event)
    return trace
def work():
    pass
if hasattr(threading, "settrace_all_threads"):
    threading.settrace_all_threads(trace)
    work()
    t = threading.Thread(target=work)
    t.start()
    t.join()
    threading.settrace_all_threads(None)
print(log)
#: audit_hook
import sys
log = []
def hook(event, args):
    if event != "object.__getattr__":
        log.append(event)
sys.addaudithook(hook)
def f():
    return open(__file__).read(1)
f()
class A:
    x = 1
eval("1")
import colorsys
s = list(log)
print(s)
#: audit_only_open
import sys
names = []
on = True
sys.addaudithook(lambda event, args: names.append(str(args[0]).rsplit("/", 1)[-1]) if on and event == "open" else None)
import wave
for i in range(3):
    with open(__file__) as f:
        f.readline()
on = False
print(names)
#: import_hooks
import sys, importlib.abc, importlib.machinery
log = []
class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        log.append(name)
        return None
sys.meta_path.insert(0, Finder())
import colorsys
try:
    import no_such_module
except ImportError as e:
    print(e, e.name)
print(log, len(sys.meta_path))
#: import_replaced
import builtins
log = []
original = builtins.__import__
def replaced(name, *args, **kw):
    log.append(name)
    return original(name, *args, **kw)
builtins.__import__ = replaced
import json
import colorsys
from os import path
builtins.__import__ = original
print([n for n in log])
#: build_class_replaced
import builtins
log = []
original = builtins.__build_class__
def replaced(body, name, *bases, **kw):
    log.append(name)
    return original(body, name, *bases, **kw)
builtins.__build_class__ = replaced
class A:
    pass
class B(A):
    x = 1
builtins.__build_class__ = original
print(log)
#: builtins_replaced
import builtins
said = []
old = builtins.print, builtins.len, builtins.open, builtins.id, builtins.repr, builtins.isinstance, builtins.getattr
builtins.print = lambda *a, **k: said.append(a)
builtins.len = lambda x: said.append("len") or 5
builtins.open = lambda *a, **k: said.append("open")
builtins.repr = lambda x: said.append("repr") or "r"
builtins.id = lambda x: said.append("id") or 0
builtins.isinstance = lambda *a: said.append("isinstance") or True
builtins.getattr = lambda *a: said.append("getattr")
x = [1, 2]
print("hidden")
y = {"k": x}
builtins.print, builtins.len, builtins.open, builtins.id, builtins.repr, builtins.isinstance, builtins.getattr = old
print(said)
#: displayhook_and_excepthook
import sys
log = []
sys.displayhook = lambda v: log.append(v)
exec(compile("1 + 1\n'two'", "<s>", "single"))
sys.displayhook = sys.__displayhook__
def hook(t, v, tb):
    print("hooked", t.__name__, v, tb.tb_lineno)
sys.excepthook = hook
print(log)
sys.unraisablehook = lambda u: print("unraisable", type(u.exc_value).__name__, u.object.__name__)
class D:
    def __del__(self):
        raise ValueError
D()
sys.unraisablehook = sys.__unraisablehook__
sys.excepthook = sys.__excepthook__
#: excepthook_at_end
import sys
def hook(t, v, tb):
    print("hooked", t.__name__, v, tb.tb_lineno, sys.getrefcount(v))
sys.excepthook = hook
def boom():
    raise ValueError("x")
class Late:
    def __del__(self):
        print("late")
late = Late()
import atexit
atexit.register(boom)
#: warnings_shown
import warnings
def f():
    warnings.warn("careful", DeprecationWarning, stacklevel=2)
warnings.simplefilter("always")
f()
with warnings.catch_warnings(record=True) as w:
    f()
print(w[0].lineno, w[0].filename == __file__, len(warnings.filters))
warnings.warn_explicit("x", UserWarning, "file.py", 3)
#: warnings_registry
import warnings
warnings.simplefilter("default")
def f():
    warnings.warn("once here")
for _ in range(3):
    f()
print(sorted(map(str, __warningregistry__)))
#: resource_warnings
import warnings, gc
warnings.simplefilter("always")
def f():
    h = open(__file__)
f()
gc.collect()
print("after")
#: sys_modules
import sys
before = set(sys.modules)
import json
print(sorted(set(sys.modules) - before))
print([n for n, m in sys.modules.items() if m is None or "recorder" in str(getattr(m, "__file__", ""))])
print("sitecustomize" in sys.modules, "usercustomize" in sys.modules, "_ast" in sys.modules)
#: loaded_libraries
import sys
print(sys.path_hooks.__len__(), sys.path_importer_cache.keys() - set(sys.path) == set() or sorted(sys.path_importer_cache.keys() - set(sys.path)))
print([k for k in sys.path_importer_cache if "python-3" in k and "site" not in k and "lib/python" not in k])
import importlib.machinery
print(importlib.machinery.all_suffixes())
#: sys_attributes
import sys
print(sys.argv, sys.orig_argv[1:], sys.flags, sys.warnoptions, sys._xoptions, sys.dont_write_bytecode, sys.pycache_prefix)
print(sys.executable == sys._base_executable or 1, sys.exec_prefix == sys.prefix, sys.flags.hash_randomization, sorted(k for k in vars(sys)))
#: os_environ
import os, sys, subprocess
print([(k, v) for k, v in os.environ.items() if "PYTHON" in k or "HEAP" in k or k.startswith("LD_")])
print(os.environb.get(b"PYTHONPATH"), os.getenv("HEAPREEL_RECORD"))
print(subprocess.run(["env"], capture_output=True, text=True).stdout.count("HEAPREEL"))
print(subprocess.run([sys.executable, "-c", "import os; print(sorted(k for k in os.environ if 'PYTHON' in k))"], capture_output=True, text=True).stdout)
#: method_identity
import sys, os, _thread, io
w = sys.stdout.write
print(type(sys.stdout).write is io.TextIOWrapper.write, io.TextIOWrapper.write.__doc__, io.TextIOWrapper.write.__text_signature__, w.__qualname__, w.__self__ is sys.stdout, repr(io.TextIOWrapper.write))
print([(f.__name__, f.__doc__, f.__text_signature__, f.__module__, repr(f)) for f in (os.write, sys.settrace, _thread.start_new_thread, sys.getsizeof)])
print([(m.__doc__, m.__text_signature__) for m in (io.BufferedWriter.write, io.FileIO.write, io.TextIOWrapper.flush, io.TextIOWrapper.close, io.TextIOWrapper.detach, io.BufferedWriter.flush)])
import inspect
print(inspect.signature(io.TextIOWrapper.write), inspect.signature(os.write))
#: stream_errors
import sys, os, io
for bad in (lambda: sys.stdout.write(1), lambda: sys.stdout.write(), lambda: sys.stdout.buffer.write("s"), lambda: os.write(1), lambda: os.write("1", b""), lambda: os.write(999, b""), lambda: sys.stdout.write("a", "b"), lambda: io.FileIO.write(1, b""), lambda: io.TextIOWrapper.write(sys.stdin, "x")):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
