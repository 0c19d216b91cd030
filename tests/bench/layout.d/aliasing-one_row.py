row = [0, 0, 0]
board = [row] * 3
board[1][2] = 7
honest = [[0, 0, 0] for _ in range(3)]
honest[1][2] = 7
