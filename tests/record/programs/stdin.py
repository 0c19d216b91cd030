import sys
name = input("name? ")
rest = sys.stdin.read()
print(repr(name), repr(rest), sys.stdin.isatty(), sys.stdout.isatty(), sys.stdout.line_buffering)
