import os, sys
pid = os.fork()
if pid == 0:
    x = [1, 2, 3]
    print("child", len(x), flush=True)
    os._exit(7)
_, status = os.waitpid(pid, 0)
print("parent", os.waitstatus_to_exitcode(status))
