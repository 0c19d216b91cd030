rows = [[i, i * 1000.5] for i in range(5)]
rows.append(rows[0])
rows.insert(0, rows)
part = rows[1:3]
rows.remove(rows[2])
del rows[0]
flat = sum(rows, [])
rows.sort()
twice = rows * 2
rows.clear()
