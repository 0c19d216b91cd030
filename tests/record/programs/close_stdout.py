import sys
print("last words")
sys.stdout.close()
sys.stderr.write("still here\n")
