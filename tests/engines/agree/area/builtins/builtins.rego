package mesh.area.builtins

import data.lib.limits

limit := limits.limit

f(x) := x + 1

g(x) := f(x)

obj[k] := v if some k, v in input.m

s contains x if some x in input.xs

default d := "none"

d := input.d

chain := x if x := input.a

else := y if y := input.b

else := "c"

now := time.now_ns()
