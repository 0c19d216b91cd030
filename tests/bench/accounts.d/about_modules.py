import json
import string
import sys

text = json.dumps([1, {"a": 2.5}])
back = json.loads(text)
letters = string.punctuation
m = sys.modules["string"]
limit = sys.maxsize
path = list(sys.path)
decode = json.loads
string.mine = back
