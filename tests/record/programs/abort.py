import os, sys
print("before", flush=True)
sys.stderr.write("and this\n")
os.abort()
