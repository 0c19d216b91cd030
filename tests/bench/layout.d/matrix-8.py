board = [["." for _ in range(8)] for _ in range(8)]
board[3][4] = "x"
board[4][4] = "o"
row = board[3]
