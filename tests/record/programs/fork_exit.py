import os, sys
sys.stdout.flush()
if os.fork() == 0:
    print("child goes on to the end")
else:
    print("parent", os.waitstatus_to_exitcode(os.wait()[1]))
