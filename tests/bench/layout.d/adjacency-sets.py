likes = {n: {n * 2 % 11, n * 3 % 11, n + 1} for n in range(10)}
common = likes[3] & likes[4]
