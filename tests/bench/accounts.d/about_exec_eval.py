space = {"x": [1]}
exec("y = [x, x]", space)
z = eval("y + [2.5]", space)
code = compile("w = [1000.25]", "made", "exec")
exec(code)
f = eval("lambda a: [a, 3.5]")
r = f([6])
consts = code.co_consts
