package mesh.area.values_test

import data.mesh.area.values

subject(xs) := {"xs": xs}

test_count if {
	s := subject(["a", "b", "c"])
	denied := values.deny with input as s
	count(denied) == 1
}

test_message if {
	denied := values.deny with input as subject(["b"])
	some violation in denied
	violation.message == "a is wrong"
}

test_undefined if {
	entry := values.sample with input as {"sample": {"message": "b is wrong"}}
	entry.level == "warn"
}

test_none if {
	some violation in values.deny with input as subject(["a"])
	violation.message == "x"
}

test_not if {
	not values.deny with input as subject(["a"])
}

test_every if {
	xs := [1, 2, 3, 4]
	every x in xs {
		y := x + 1
		y < 4
	}
}

test_call if startswith(concat("", ["x", "y"]), "z")

test_member if {
	"q" in {x | some x in ["a", "b"]}
}

test_assign if {
	x := values.inverse
	x == 1
}

test_unify if {
	[a, 2] = [1, 3]
	a == 1
}

test_value := 3 if startswith("a", "a")

test_else if {
	1 == 2
} else := false

test_break if {
	x := to_number("x")
	print(x)
	x == 2
}

test_conflict if {
	object.get({}, "a", 1) == 1
	f(1) == 1
}

f(x) := 1 if x > 0
f(x) := 2 if x > 0

todo_test_later if false

test_passes if {
	denied := values.deny with input as subject(["b"])
	some violation in denied
	violation.message == "b is wrong"
}

test_text_at_its_end if "a" in ["b"]

test_absent_field if values.inverse == 1 with input as {}
