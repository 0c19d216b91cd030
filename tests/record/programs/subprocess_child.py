import os, subprocess, sys
done = subprocess.run([sys.executable, "-c", "import os, sys; print(sorted(k for k in os.environ if 'HEAP' in k or k == 'PYTHONPATH')); sys.exit(4)"],
                      capture_output=True, text=True)
print(done)
