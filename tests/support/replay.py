"""A timeline from "heapreel dump --json", replayed: what was in memory after each step."""
from heapreel import steps


class State:
    """After one step: frames with their names, objects by id, and what went."""

    def __init__(self, step, objects):
        self.step, self.objects, self.frames = step, dict(objects), step["frames"]
        self.line = step["ran"]["line"] if "ran" in step else None
        self.gone = {gone["id"]: gone for gone in step["gone"]}

    def frame(self, name):
        """The names in the innermost frame called @name as {name: object id}, those that the author wrote; None when
        there is no such frame."""
        found = [frame for frame in self.frames if frame["name"] == name]
        return {entry["name"]: entry["value"] for entry in found[-1]["names"]
                if not {"implicit", "return", "unset"} & set(entry["flags"])} if found else None

    def names(self):
        return self.frame("<module>")

    def object(self, name):
        return self.objects[self.names()[name]]

    def slots(self, object_id, role):
        return [slot for slot in self.objects[object_id]["slots"] if slot["role"] == role]

    def attribute(self, object_id, name):
        """The object that attribute @name of @object_id refers to."""
        values = [slot["value"] for slot in self.slots(object_id, "attribute") if slot["name"] == name]
        assert len(values) == 1, f"{len(values)} attributes {name}"
        return self.objects[values[0]]

    def stack(self):
        return [frame["name"] for frame in self.frames]


def replay(folder, *arguments, **more):
    """One State a step."""
    objects, states = {}, []
    for record in steps(folder, *arguments, **more):
        if "step" in record:
            for gone in record["step"]["gone"]:
                if gone["why"] != "exit":
                    del objects[gone["id"]]
            objects.update((one["id"], one) for one in record["step"]["objects"])
            states.append(State(record["step"], objects))
    return states


def after(states, line, time=1):
    """The state when line @line had run for the @time-th time."""
    found = [state for state in states if state.line == line and state.step["event"] in ("line", "return")]
    assert len(found) >= time, f"line {line} ran {len(found)} times"
    return found[time - 1]


def output(folder, *arguments, **more):
    """What the program printed, from the timeline."""
    return "".join(piece["text"] for record in steps(folder, *arguments, **more) if "step" in record
                   for piece in record["step"]["output"])
