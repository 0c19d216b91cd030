try:
    raise ExceptionGroup("several", [ValueError(1), TypeError("two")])
except* ValueError as group:
    print("values", group.exceptions)
except* TypeError as group:
    print("types", group.exceptions)
import warnings
warnings.warn("careful")
assert 1 == 1, "fine"
raise SystemExit(2)
