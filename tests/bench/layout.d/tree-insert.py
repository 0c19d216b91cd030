class Branch:
    def __init__(self, key):
        self.key = key
        self.left = None
        self.right = None


def insert(branch, key):
    if branch is None:
        return Branch(key)
    if key < branch.key:
        branch.left = insert(branch.left, key)
    else:
        branch.right = insert(branch.right, key)
    return branch


root = None
for key in (50, 20, 80, 10, 30, 70, 25):
    root = insert(root, key)
