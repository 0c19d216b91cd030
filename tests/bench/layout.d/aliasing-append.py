basket = ["plum", "fig"]
lunch = basket
lunch.append("pear")
