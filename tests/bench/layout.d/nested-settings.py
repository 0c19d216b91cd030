settings = {
    "window": {"size": [640, 480], "title": "notes"},
    "fonts": {"body": {"name": "serif", "sizes": [9, 11]}, "code": {"name": "mono", "sizes": [10]}},
    "recent": ["a.txt", "b.txt"],
}
body = settings["fonts"]["body"]
body["sizes"].append(14)
