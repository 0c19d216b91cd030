#: exec_and_eval
code = compile("x = [1]\ny = x\ndef f():\n    return x\n", "<made>", "exec")
space = {}
exec(code, space)
print(sorted(k for k in space if k[0] != "_"), space["f"](), eval("y is x", space), space["f"].__code__.co_filename)
exec("print(__name__)")
exec("z = 1", {}, {})
#: exec_in_function
def f():
    a = 1
    exec("b = a + 1; print(b, sorted(locals()))")
    return sorted(locals())
print(f(), [eval("n * 2") for n in (1, 2)])
#: code_extra
import ctypes
api, freed = ctypes.pythonapi, []
Free = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
note = Free(lambda kept: freed.append(kept))
request, set_extra = api._PyEval_RequestCodeExtraIndex, api._PyCode_SetExtra
request.argtypes, request.restype = [Free], ctypes.c_ssize_t
set_extra.argtypes, set_extra.restype = [ctypes.py_object, ctypes.c_ssize_t, ctypes.c_void_p], ctypes.c_int
index = request(note)
before, after = eval("lambda: 1"), eval("lambda: 2")
print(before())
print(set_extra(before.__code__, index, 100), set_extra(after.__code__, index, 200))
print(before(), after(), eval("lambda: 3")())
del before, after
del index
print(freed)
#: compile_errors
for text in ("1 +", "def f(:", "x = = 1", "return", "'abc"):
    try:
        compile(text, "bad.py", "exec")
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset, e.text)
#: ast_made_code
import ast
tree = ast.parse("a = 1\nfor i in range(2):\n    a += i\n", "made.py")
ast.increment_lineno(tree, 100)
space = {}
exec(compile(tree, __file__, "exec"), space)
print(space["a"])
#: reload
import importlib, os, sys
open("mod.py", "w").write("x = [1]\ndef f():\n    return x\n")
importlib.invalidate_caches()
sys.dont_write_bytecode = True
import mod
old = mod.f, mod.x
open("mod.py", "w").write("x = [2, 3]\ndef f():\n    return x, 1\n")
importlib.reload(mod)
print(old[0](), mod.f(), old[1], mod.x, old[0] is mod.f)
#: own_package
import os, sys, importlib
os.makedirs("pack/inner")
open("pack/__init__.py", "w").write("from .one import value\n")
open("pack/one.py", "w").write("value = [1]\nfrom . import inner\n")
open("pack/inner/__init__.py", "w").write("print('inner', __name__, __package__)\n")
importlib.invalidate_caches()
import pack
print(pack.value, pack.one.inner.__name__, sorted(n for n in sys.modules if n.startswith("pack")))
#: import_fails
import importlib
open("broken.py", "w").write("x = 1\nraise ValueError('in import')\n")
importlib.invalidate_caches()
for _ in range(2):
    try:
        import broken
    except ValueError as e:
        print(e, e.__traceback__.tb_next.tb_frame.f_code.co_name)
import sys
print("broken" in sys.modules)
#: import_cycle
import importlib
open("m1.py", "w").write("import m2\nx = 1\n")
open("m2.py", "w").write("import m1\nprint(hasattr(m1, 'x'))\n")
importlib.invalidate_caches()
import m1
print(m1.x)
#: lazy_and_deleted_modules
import sys, importlib.util
spec = importlib.util.find_spec("colorsys")
loader = importlib.util.LazyLoader(spec.loader)
spec.loader = loader
module = importlib.util.module_from_spec(spec)
sys.modules["colorsys"] = module
loader.exec_module(module)
print(type(module).__name__, module.rgb_to_hsv(1, 0, 0), type(module).__name__)
del sys.modules["colorsys"]
#: runpy_path
import runpy, sys
open("other.py", "w").write("import sys\nx = [1]\nprint(__name__, sys.argv[0].rsplit('/')[-1])\n")
print(sorted(runpy.run_path("other.py", run_name="__main__"))[:3], sys.argv[0])
#: runpy_module
import runpy
open("amod.py", "w").write("y = 2\nif __name__ == '__main__':\n    print('as main')\n")
print(runpy.run_module("amod", run_name="__main__", alter_sys=True)["y"])
#: zipapp
import zipfile, subprocess, sys
with zipfile.ZipFile("app.zip", "w") as z:
    z.writestr("__main__.py", "import helper\nprint(helper.x, __file__[-12:])\n")
    z.writestr("helper.py", "x = [1]\n")
print(subprocess.run([sys.executable, "app.zip"], capture_output=True, text=True).stdout)
sys.path.insert(0, "app.zip")
import helper
print(helper.x, helper.__loader__.__class__.__name__)
#: unittest_run
import unittest, io
class T(unittest.TestCase):
    def setUp(self):
        self.x = [1]
    def test_good(self):
        self.assertEqual(self.x, [1])
    def test_bad(self):
        self.assertEqual(self.x, [2])
    @unittest.expectedFailure
    def test_expected(self):
        raise ValueError
out = io.StringIO()
result = unittest.TextTestRunner(stream=out, verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(T))
print(result, out.getvalue().split("Ran")[0])
#: doctest_run
import doctest
def f(x):
    """
    >>> f(2)
    4
    >>> [f(i) for i in range(2)]
    [0, 3]
    >>> f('a')
    Traceback (most recent call last):
    TypeError
    """
    return x * 2
print(doctest.testmod(verbose=False))
#: pickle_and_copy
import pickle, copy
class A:
    def __init__(self, n):
        self.n, self.me = n, self
a = A([1, {2: (3,)}])
for protocol in range(6):
    b = pickle.loads(pickle.dumps(a, protocol))
    print(b.n, b.me is b, len(pickle.dumps(a, protocol)))
c, d = copy.copy(a), copy.deepcopy(a)
print(c.n is a.n, d.n is a.n, d.me is d)
#: ctypes_refcounts
import ctypes, sys
x = [1]
print(ctypes.c_ssize_t.from_address(id(x)).value, sys.getrefcount(x), ctypes.pythonapi.Py_IsInitialized())
y = x
print(ctypes.c_ssize_t.from_address(id(x)).value)
@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)
def back(n):
    return n + 1
print(back(3))
#: ctypes_py_calls
import ctypes
def f(a):
    b = [a]
    return b
api = ctypes.pythonapi
api.PyObject_CallFunctionObjArgs.restype = ctypes.py_object
print(api.PyObject_CallFunctionObjArgs(ctypes.py_object(f), ctypes.py_object(3), None))
#: functools_tools
import functools
@functools.lru_cache(maxsize=2)
def f(n):
    calls.append(n)
    return [n]
calls = []
print(f(1) is f(1), f(2), f(3), f(1), calls, f.cache_info())
@functools.singledispatch
def g(x): return "any"
@g.register
def _(x: int): return "int"
print(g(1), g("s"), functools.reduce(lambda a, b: a + b, range(5)), functools.partial(max, 1)(2))
#: dataclass_and_enum
import dataclasses, enum
@dataclasses.dataclass(order=True, slots=True)
class P:
    x: int
    y: list = dataclasses.field(default_factory=list)
class Color(enum.Enum):
    RED = 1
    BLUE = enum.auto()
print(P(1), P(1) < P(2), dataclasses.replace(P(1), x=3), list(Color), Color(2), Color["RED"].name)
#: contextvars_values
import contextvars
v = contextvars.ContextVar("v", default=0)
def f():
    v.set(v.get() + 1)
    return v.get()
c = contextvars.copy_context()
print(c.run(f), c.run(f), v.get(), [x.name for x in c], len(contextvars.copy_context()))
#: exception_groups
try:
    raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
except* ValueError as e:
    print(e.exceptions)
except* TypeError as e:
    print(e.exceptions)
try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        e.add_note("noted")
        raise KeyError from None
except KeyError as e:
    print(e.__suppress_context__, e.__context__.__notes__)
#: uncaught_chain
def a():
    try:
        {}["k"]
    except KeyError:
        raise ValueError("second")
a()
#: uncaught_group
def f():
    raise ExceptionGroup("many", [ValueError(1), ExceptionGroup("in", [KeyError(2)])])
f()
#: uncaught_syntax
exec("x = (")
#: uncaught_recursion
import sys
sys.setrecursionlimit(60)
def f():
    f()
f()
#: uncaught_in_del
class D:
    def __del__(self):
        raise ValueError("in del")
d = D()
del d
print("on")
#: uncaught_keyboard
raise KeyboardInterrupt
#: uncaught_memory
def f():
    raise MemoryError
try:
    f()
except MemoryError as e:
    print(repr(e), e.__traceback__.tb_next.tb_lineno)
x = "a" * (1 << 60)
#: suggestions
class A:
    value = 1
try:
    A.valeu
except AttributeError as e:
    print(e, e.name, e.obj)
try:
    pirnt
except NameError as e:
    print(e, e.name)
A.valu
#: subinterpreters
try:
    import _xxsubinterpreters as s
except ImportError:
    try:
        import _interpreters as s
    except ImportError:
        s = None
if s:
    i = s.create()
    r = s.run_string(i, "x = [1]\nimport sys\nprint(sys.gettrace(), flush=True)") if hasattr(s, "run_string") else s.exec(i, "x = 1")
    s.destroy(i)
print("main")
#: subinterpreter_threads
try:
    import _xxsubinterpreters as s
except ImportError:
    import _interpreters as s
i = s.create()
text = """
import sys, threading
def work():
    print(sum(range(3)), flush=True)
other = threading.Thread(target=work)
other.start()
other.join()
sys.settrace(lambda *arguments: None)
work()
sys.settrace(None)
"""
print(s.run_string(i, text))
s.destroy(i)
print("main")
#: typing_and_annotations
from typing import Generic, TypeVar, NamedTuple
T = TypeVar("T")
class Box(Generic[T]):
    x: T
class N(NamedTuple):
    a: int
    b: list = []
print(Box[int].__args__, N(1), Box.__annotations__, N.__mro__[1], __annotations__ if "__annotations__" in globals() else 0)
#: sorting_and_keys
class K:
    def __init__(self, n): self.n = n
    def __lt__(self, o):
        log.append((self.n, o.n))
        return self.n < o.n
log = []
print([k.n for k in sorted(map(K, [3, 1, 2]))], log, min([3, 1], key=lambda x: -x))
#: memoryview_exports
b = bytearray(b"abc")
m = memoryview(b)
try:
    b.append(1)
except BufferError as e:
    print(e)
m.release()
b.append(100)
print(b)
#: io_classes
import io
class Raw(io.RawIOBase):
    def writable(self): return True
    def write(self, b):
        got.append(bytes(b))
        return len(b)
got = []
w = io.TextIOWrapper(io.BufferedWriter(Raw()))
w.write("hello\n")
w.flush()
w.close()
print(got)
#: locals_of_module
print(locals() is globals(), sorted(k for k in dir() if not k.startswith("__")), __name__, __doc__, __spec__, __annotations__, __cached__)
print(__builtins__.__name__, type(__loader__).__name__)
#: name_mangling_and_globals
class A:
    __x = 1
    def f(self):
        global made
        made = self.__x
        nonlocal_value = 1
        def g():
            nonlocal nonlocal_value
            nonlocal_value += 1
            return nonlocal_value
        return g()
print(A().f(), made, vars(A).keys() & {"_A__x"})
#: deep_structures
x = []
for _ in range(800):
    x = [x]
t = ()
for _ in range(800):
    t = (t,)
d = {}
for _ in range(300):
    d = {1: d}
x = t = d = None
print("freed")
#: self_containing
a = []
a.append(a)
d = {}
d["d"] = d
print(a, d, a == a)
class C: pass
c = C(); c.c = c
del a, d, c
import gc
print(gc.collect() > 0)
#: big_numbers_and_texts
print(2 ** 300, len("é" * 10 ** 5), sum(range(10 ** 4)))
x = 10 ** 4000
y = x + 1
print(y - x)
