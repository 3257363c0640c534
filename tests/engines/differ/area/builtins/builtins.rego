package mesh.area.builtins

g(x) := x + 1

h(x) := g(x)

is_one(x) if x == 1
