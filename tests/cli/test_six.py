"""The six pictures' programs: what their timelines must hold for the pictures to be true, under every interpreter that
has a recorder.

Usage: test_six.py SOURCE_ROOT BUILD_ROOT VERSION=PYTHON…
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(sys.argv[1]) / "tests/support"))
import tap
from heapreel import SAMPLES
from replay import after, output, replay


PYTHONS = [word.split("=", 1) for word in sys.argv[3:]]
python = None  # the one that is tried now


def sample(folder, name, *options):
    return replay(folder, "--python", python, *options, f"{name}.py", at=SAMPLES)


def printed(folder, name, *options):
    return output(folder, "--python", python, *options, f"{name}.py", at=SAMPLES)


def test_class_attribute_counts_and_is_never_reset(folder):
    states = sample(folder, "once")
    values = [after(states, line).attribute(after(states, line).names()["ObjectCounter"], "num_instances")["text"]
              for line in (1, 14, 15, 16, 17)]
    assert values == ["0", "1", "2", "2", "2"], values


def test_instances_have_no_attributes_of_their_own(folder):
    state = after(sample(folder, "once"), 15)
    for name in ("obj1", "obj2"):
        assert state.object(name)["kind"] == "instance" and state.object(name)["slots"] == []
        assert state.object(name)["refcount"] == 1
    assert state.names()["obj1"] != state.names()["obj2"]


def test_local_is_born_anew_at_every_call(folder):
    states = sample(folder, "once")
    firsts = [after(states, 9, time) for time in (1, 2)]
    frames = [state.frames[-1] for state in firsts]
    assert [frame["name"] for frame in frames] == ["my_function", "my_function"]
    assert frames[0]["id"] != frames[1]["id"], "another call, another frame"
    for state in firsts:
        assert state.objects[state.frame("my_function")["num"]]["text"] == "0"
    for line in (16, 17):
        assert after(states, line).stack() == ["<module>"], "the frame is gone with the return"
    calls = [state for state in states if state.step["event"] == "call" and state.stack()[-1] == "my_function"]
    assert [state.frame("my_function").get("num", 0) for state in calls] == [0, 0], "no num before it is assigned"


def test_frames_come_and_go_and_objects_stay(folder):
    states = sample(folder, "stack_and_heap")
    inside = after(states, 11)
    assert inside.stack() == ["<module>", "make_two"]
    first = inside.frame("make_two")["first"]
    deepest = max(states, key=lambda state: len(state.frames))
    assert deepest.stack() == ["<module>", "make_two", "__init__"]
    made = after(states, 15)
    assert made.stack() == ["<module>"] and first in made.objects, "the object outlives the frame"
    assert [slot["value"] for slot in made.slots(made.names()["pair"], "element")][0] == first


def test_object_is_freed_with_its_last_name(folder):
    states = sample(folder, "stack_and_heap")
    kept, last = after(states, 16), after(states, 17)
    pair = kept.names()["pair"]
    second = kept.slots(pair, "element")[1]["value"]
    assert last.names()["kept"] == kept.slots(pair, "element")[0]["value"]
    for gone in (pair, second):
        assert last.gone[gone]["why"] == "freed" and last.gone[gone]["during"]["line"] == 17
    assert last.object("kept")["refcount"] == 1


def test_two_names_one_list(folder):
    states = sample(folder, "labels")
    state = after(states, 4)
    assert state.names()["a"] == state.names()["b"]
    assert state.object("a")["refcount"] == 2
    values = [state.objects[slot["value"]]["text"] for slot in state.slots(state.names()["a"], "element")]
    assert values == ["1", "2", "3", "4"]
    assert state.object("x")["kind"] == "int" and state.object("x")["text"] == "5"
    assert "[1, 2, 3, 4]\n" == printed(folder, "labels")


def one_object(states):
    state = after(states, 2)
    return state.names()["a"] == state.names()["b"]


def test_small_int_exists_once(folder):
    for options in ([], ["--prompt"]):
        states = sample(folder, "interning_5", *options)
        assert one_object(states)
        assert "cached" in after(states, 2).object("a")["flags"] or "immortal" in after(states, 2).object("a")["flags"]


def test_large_int_is_one_constant_in_a_script(folder):
    assert one_object(sample(folder, "interning_1000"))
    assert printed(folder, "interning_1000") == "True\n", "as the interpreter says"


def test_large_int_is_two_objects_at_the_prompt(folder):
    states = sample(folder, "interning_1000", "--prompt")
    assert not one_object(states)
    assert printed(folder, "interning_1000", "--prompt") == "False\n", "as the interpreter says"
    state = after(states, 2)
    assert [state.object(name)["text"] for name in "ab"] == ["1000", "1000"]
    assert not {"cached", "immortal"} & set(state.object("a")["flags"])


def test_prompt_loads_nothing(folder):
    (folder / "prog.py").write_text('"typed"\nimport sys\n"again"\nprint("_ast" in sys.modules)\n')
    assert output(folder, "--python", python, "--prompt", "prog.py", at=folder) == "False\n"


def test_prompt_takes_code_too(folder):
    code = (SAMPLES / "interning_1000.py").read_text()
    assert not one_object(replay(folder, "--python", python, "--prompt", "-c", code, at=SAMPLES))
    assert output(folder, "--python", python, "--prompt", "-c", code, at=folder) == "False\n"


def test_refcounts_1_2_1_0(folder):
    states = sample(folder, "refcounts")
    x = after(states, 1).names()["x"]
    counts = [after(states, line).objects[x]["refcount"] for line in (1, 2, 3)]
    assert counts == [1, 2, 1], counts
    assert after(states, 2).names() == {"x": x, "y": x}
    last = after(states, 4)
    assert x not in last.objects and last.gone[x]["why"] == "freed" and last.gone[x]["during"]["line"] == 4
    assert last.names() == {}


def test_full_picture_has_types_bases_and_metaclass(folder):
    state = after(sample(folder, "full_picture"), 12)

    def type_of(one):
        return state.objects[one["type"]]

    cls = state.object("ObjectCounter")
    assert cls["kind"] == "class" and type_of(cls)["text"] == "type"
    assert type_of(type_of(cls))["text"] == "type", "the type of type is type"
    assert [state.objects[slot["value"]]["text"] for slot in state.slots(cls["id"], "base")] == ["object"]
    for name, kind in {"x": "int", "y": "int", "s": "str"}.items():
        assert type_of(state.object(name))["text"] == kind
        assert type_of(type_of(state.object(name)))["text"] == "type"
        bases = [state.objects[slot["value"]]["text"] for slot in state.slots(type_of(state.object(name))["id"], "base")]
        assert bases == ["object"], bases
    for name in ("obj1", "obj2"):
        assert type_of(state.object(name)) == cls
    assert {name: state.object(name)["text"] for name in "xy"} == {"x": "5", "y": "256"}
    assert {"interned", "immortal"} & set(state.object("s")["flags"]), "hello is a name-like constant"


def under(path, test):
    def run(folder):
        global python
        python = path
        test(folder)

    return run


def test_there_is_an_interpreter(folder):
    assert PYTHONS


tap.main({"test_there_is_an_interpreter": test_there_is_an_interpreter} |
         {f"{name}_under_{version}": under(path, test) for version, path in PYTHONS
          for name, test in list(globals().items()) if name.startswith("test_")})
