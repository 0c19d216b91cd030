import os, sys
sys.stdout.write("lost?")
sys.stdout.flush()
os._exit(5)
