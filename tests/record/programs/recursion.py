import sys
depth = 0


def deeper():
    global depth
    depth += 1
    deeper()


try:
    deeper()
except RecursionError as e:
    print("RecursionError", depth, e)
print(sys.getrecursionlimit())
