#!/usr/bin/python3
"""The JSON dump, put together again as FORMAT.md says, is what the text dump and the stories say.

Usage: test_json.py DUMP_PROGRAM
"""
import json
import subprocess
import sys

KEYS = {
    "header": "implementation version program options hash_seed address_randomisation prompt steps sources",
    "source": "file name text tokens",
    "end": "complete ending status text",
}
STEP = set("index event thread frame frame_name depth frames objects gone notes output".split())
OBJECT = set("id kind type type_name flags refcount length size_bytes text born slots holders".split())


def dump(story):
    out = subprocess.run([sys.argv[1], story], check=True, capture_output=True, encoding="utf-8").stdout
    return [json.loads(line) for line in out.splitlines()]


def held_after_each_step(lines):
    held, states = {}, []
    for line in lines:
        step = line.get("step")
        if step:
            for gone in step["gone"]:
                held.pop(gone["id"], None)
            held.update((o["id"], o) for o in step["objects"])
            states.append(dict(held))
    return states


def keys_are_documented():
    for story in map(str, range(9)):
        for line in dump(story):
            (kind, value), = line.items()
            if kind in KEYS:
                assert list(value) == KEYS[kind].split(), value
                continue
            assert STEP <= set(value) <= STEP | {"ran", "next", "exception"}, value
            for thing in value["objects"]:
                assert set(thing) == OBJECT, thing


def refcounts_of_the_list():
    states = held_after_each_step(dump("0"))
    assert [s[1]["refcount"] if 1 in s else None for s in states] == [None, 1, 2, 1, None, None]


def freed_with_its_line():
    steps = [line["step"] for line in dump("0") if "step" in line]
    assert steps[4]["gone"][0] == {"id": 1, "why": "freed", "during": {"file": 1, "line": 4},
                                   "cause": "`x` was its last name"}
    assert steps[4]["gone"][1] == {"id": 2, "why": "hidden"}


def class_attribute_counts():
    states = held_after_each_step(dump("2"))
    texts = [s[s[1]["slots"][0]["value"]]["text"] for s in states if 1 in s]
    assert texts == ["0"] * 2 + ["1"] * 4 + ["2"] * 4, texts


def slots_say_what_their_role_has():
    steps = [line["step"] for line in dump("5") if "step" in line]
    entry = steps[1]["objects"][0]["slots"][1]
    assert entry == {"role": "entry", "index": 1, "key": 4, "value": 5, "flags": []}, entry
    element = steps[1]["objects"][2]["slots"][1]
    assert element == {"role": "element", "index": 1, "value": 7, "flags": []}, element


def output_and_exception():
    steps = [line["step"] for line in dump("7") if "step" in line]
    assert steps[-1]["output"] == [{"stream": "stdout", "text": "1\n"}]
    steps = [line["step"] for line in dump("8") if "step" in line]
    assert steps[-1]["exception"] == {"object": 2, "text": "ValueError: bad"}


tests = [keys_are_documented, refcounts_of_the_list, freed_with_its_line, class_attribute_counts,
         slots_say_what_their_role_has, output_and_exception]
print(f"1..{len(tests)}")
for number, test in enumerate(tests, 1):
    try:
        test()
        print(f"ok {number} {test.__name__}")
    except AssertionError as error:
        print(f"not ok {number} {test.__name__} {error}")
