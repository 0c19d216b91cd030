import os, sys
print([name for name in os.environ if name.startswith(("PYTHON", "HEAPREEL_RECORD"))])
print(sys.argv, sys.path[1:], sys.flags, sys.orig_argv[1:], sys.warnoptions, sys._xoptions)
print(sorted(sys.path_importer_cache) == sorted(set(sys.path_importer_cache)), len([p for p in sys.path_importer_cache if "recorder" in p]))
print(sorted(sys.modules))
print(os.getcwd() == os.path.dirname(os.path.abspath(__file__)), __builtins__.__name__, sorted(globals()))
