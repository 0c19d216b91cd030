roads = {"Ulm": ["Bonn", "Kiel"], "Bonn": ["Ulm", "Jena"], "Kiel": ["Ulm"], "Jena": ["Bonn", "Kiel", "Ulm"]}
seen = {"Ulm"}
todo = ["Ulm"]
while todo:
    city = todo.pop()
    for other in roads[city]:
        if other not in seen:
            seen.add(other)
            todo.append(other)
