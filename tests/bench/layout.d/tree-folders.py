class Folder:
    def __init__(self, name, *inside):
        self.name = name
        self.inside = list(inside)


disk = Folder("/", Folder("etc", Folder("cron"), Folder("ssh")),
              Folder("home", Folder("ada", Folder("src")), Folder("bob")), Folder("tmp"))
here = disk.inside[1].inside[0]
