#: monitoring_tools
import sys
m = getattr(sys, "monitoring", None)
if m:
    print([m.get_tool(i) for i in range(6)], m._all_events())
    for i in range(6):
        m.use_tool_id(i, "mine %d" % i)
        print(m.get_events(i))
    print([m.get_tool(i) for i in range(6)])
    for i in range(6):
        m.free_tool_id(i)
def f():
    return 1
f()
#: monitoring_events
import sys
m = getattr(sys, "monitoring", None)
log = []
def f(n):
    for i in range(n):
        if i:
            g(i)
    return n
def g(i):
    return i
if m:
    for tool in range(6):
        E = m.events
        m.use_tool_id(tool, "t")
        m.register_callback(tool, E.PY_START, lambda code, offset: log.append(("start", code.co_name)))
        m.register_callback(tool, E.LINE, lambda code, line: log.append(("line", code.co_name, line)))
        m.register_callback(tool, E.PY_RETURN, lambda code, offset, value: log.append(("return", code.co_name, value)))
        m.set_events(tool, E.PY_START | E.PY_RETURN)
        m.set_local_events(tool, f.__code__, E.LINE)
        f(2)
        print(tool, m.get_events(tool), m.get_local_events(tool, f.__code__), m.get_local_events(tool, g.__code__), m._all_events())
        m.set_events(tool, 0)
        m.set_local_events(tool, f.__code__, 0)
        m.free_tool_id(tool)
        print(log)
        log.clear()
        f(1)
#: monitoring_jumps_and_calls
import sys
m = getattr(sys, "monitoring", None)
log = []
def f(n):
    t = 0
    while t < n:
        t += abs(1)
    try:
        raise KeyError
    except KeyError:
        pass
    return t
if m:
    E = m.events
    m.use_tool_id(4, "four")
    for name in ("BRANCH", "CALL", "C_RETURN", "RAISE", "EXCEPTION_HANDLED", "JUMP", "PY_UNWIND", "STOP_ITERATION", "INSTRUCTION"):
        m.register_callback(4, getattr(E, name), lambda code, *a, name=name: log.append((name, code.co_name, a[0] if isinstance(a[0], int) else type(a[0]).__name__)))
    m.set_events(4, E.RAISE | E.EXCEPTION_HANDLED | E.CALL | E.C_RETURN if hasattr(E, "C_RETURN") and False else E.RAISE | E.EXCEPTION_HANDLED)
    m.set_local_events(4, f.__code__, E.BRANCH | E.JUMP | E.INSTRUCTION)
    f(3)
    m.set_events(4, 0)
    m.set_local_events(4, f.__code__, 0)
    m.free_tool_id(4)
    print(log)
#: monitoring_disable
import sys
m = getattr(sys, "monitoring", None)
log = []
def f():
    a = 1
    b = 2
if m:
    m.use_tool_id(3, "three")
    m.register_callback(3, m.events.LINE, lambda code, line: log.append(line) or m.DISABLE)
    m.set_events(3, m.events.LINE)
    for _ in range(3):
        f()
    m.restart_events()
    f()
    m.set_events(3, 0)
    m.free_tool_id(3)
    print(log)
    try:
        m.set_events(4, m.events.LINE)
    except ValueError as e:
        print(e)
    try:
        print(m.register_callback(4, m.events.LINE, None))
        m.get_events(4)
    except ValueError as e:
        print(e)
#: monitoring_and_settrace
import sys
m = getattr(sys, "monitoring", None)
log = []
def trace(frame, event, arg):
    log.append(("trace", event, frame.f_lineno))
    return trace
def f():
    x = [1]
    return x
if m:
    for t in range(6):
        m.use_tool_id(t, str(t))
        m.register_callback(t, m.events.LINE, lambda code, line, t=t: log.append((t, line)))
        m.set_local_events(t, f.__code__, m.events.LINE)
    sys.settrace(trace)
    sys.setprofile(lambda *a: None)
    f()
    sys.setprofile(None)
    sys.settrace(None)
    for t in range(6):
        m.set_local_events(t, f.__code__, 0)
        m.free_tool_id(t)
print(log)
#: bytecode
import dis
def f(x):
    for i in range(x):
        if i:
            print(i)
    return [j for j in range(x)]
dis.dis(f)
f(2)
dis.dis(f)
print(f.__code__.co_code.hex())
#: code_attributes
def f(a, *b, c=1, **d):
    x = a
    def g():
        return x
    return g
f(1)()
c = f.__code__
print([(n, getattr(c, n)) for n in dir(c) if n.startswith("co_") and n not in ("co_consts", "co_filename", "co_lnotab")])
print(list(c.co_lines()), list(c.co_positions())[:6], c.co_linetable.hex(), c.co_exceptiontable)
#: code_comparison
import marshal
def f(x):
    return [x, x + 1]
def run(n):
    for _ in range(n):
        f(_)
a = f.__code__.replace()
run(50)
b = f.__code__.replace()
print(a == b == f.__code__, hash(a) == hash(f.__code__), marshal.dumps(a) == marshal.dumps(f.__code__), marshal.loads(marshal.dumps(b)) == a)
#: adaptive_bytecode
import dis
def f(x):
    return x + 1
for i in range(20):
    f(i)
print([i.opname for i in dis.get_instructions(f)], [i.opname for i in dis.get_instructions(f, show_caches=True)])
