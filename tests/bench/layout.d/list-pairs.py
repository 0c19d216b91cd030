chain = None
for load in range(12):
    chain = (load, chain)
middle = chain[1][1][1]
