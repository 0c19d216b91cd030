import importlib, sys
import helper_module
from helper_module import value as v
print(helper_module.greet("you"), v, helper_module.__name__)
importlib.reload(helper_module)
print(sorted(name for name in sys.modules if "recorder" in name or "heapreel" in name or "customize" in name))
