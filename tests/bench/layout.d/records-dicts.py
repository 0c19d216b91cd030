guests = [{"name": "Ada", "tags": ["vip"]}, {"name": "Bob", "tags": []}, {"name": "Cy", "tags": ["new", "late"]}]
by_name = {guest["name"]: guest for guest in guests}
by_name["Bob"]["tags"].append("paid")
