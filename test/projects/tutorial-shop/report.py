from inventory import load_items, total

items = load_items()
print("Items:", len(items))
print("Total:", total(items))
