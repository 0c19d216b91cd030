namespace = {}
exec("def f(x):\n    return x * 2\ny = f(21)", namespace)
print(namespace["y"], eval("y + 1", namespace))
exec(compile("print(__name__)\nz = [i for i in range(3)]", "made up.py", "exec"))
print(z)
try:
    exec("1 +")
except SyntaxError as e:
    print(e.msg)
