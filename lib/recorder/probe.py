"""Asks an interpreter who it is: prints its minor version and where its headers are, or why it cannot be recorded."""
import os
import sys
import sysconfig

version = "%d.%d" % sys.version_info[:2]
include = sysconfig.get_paths()["include"]
if sys.implementation.name != "cpython":
    sys.exit("it is %s; only CPython can be recorded" % sys.implementation.name)
if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit("it is Python %s; 3.11, 3.12 and 3.13 can be recorded" % version)
if sysconfig.get_config_var("Py_GIL_DISABLED"):
    sys.exit("it is a free-threaded build, which cannot be recorded")
if sysconfig.get_config_var("Py_TRACE_REFS") or "d" in sys.abiflags:
    sys.exit("it is a debug build, which cannot be recorded")
if not os.path.exists(os.path.join(include, "internal", "pycore_frame.h")):
    sys.exit("it has no headers in %s" % include)
print(version)
print(include)
