package mesh.ingestion.source_capacity_test

import data.mesh.ingestion.source_capacity

parameters := {"warn_share": 0.8}

system(extracts, unknown_extracts) := {
	"kind": "source_system",
	"domain": "sales",
	"capacity": {"extractsPerDay": 100},
	"extracts_per_day": extracts,
	"unknown_extracts": unknown_extracts,
	"ingestions": [
		{"product_name": "Orders", "domain": "sales", "per_day": 24},
		{"product_name": null, "domain": "finance", "per_day": 48},
		{"product_name": null, "domain": null, "per_day": 9},
		{"product_name": "Stock", "domain": "logistics", "per_day": null},
	],
}

denied(of) := found if {
	found := source_capacity.deny with input as of with data.parameters as parameters
}

unknown(of) := found if {
	found := source_capacity.cannot_evaluate with input as of
}

test_rare_extracts_pass if {
	denied(system(79, 0)) == set()
	unknown(system(79, 0)) == set()
	not source_capacity.not_applicable with input as system(79, 0)
}

test_extracts_near_the_capacity_are_a_warning if {
	denied(system(80, 0)) == {{
		"message": "80 extracts a day by Orders (24), a pipeline (9) and a pipeline of the domain finance (48), and it bears 100",
		"path": ["capacity"],
		"parties": {"finance", "logistics", "sales"},
		"actual": 80,
		"expected": 100,
		"level": "warn",
	}}
	{violation.level | some violation in denied(system(100, 0))} == {"warn"}
}

test_more_extracts_than_it_bears_are_denied if {
	some violation in denied(system(101, 0))
	not violation.level
	violation.actual == 101
	count(denied(system(101, 0))) == 1
}

test_no_extract_is_never_too_many if {
	idle := object.union(system(0, 0), {"capacity": {"extractsPerDay": 0}})
	denied(idle) == set()
	count(denied(object.union(idle, {"extracts_per_day": 1}))) == 1
}

test_unknown_extracts_cannot_be_evaluated if {
	count(unknown(system(10, 1))) == 1
	unknown(system(null, 0)) == {"how often it is extracted is not known"}
	unknown(system(10, null)) == {"how many extracts are left out is not known"}
}

test_system_without_capacity_is_left_alone if {
	source_capacity.not_applicable with input as object.remove(system(10, 0), ["capacity"])
	denied(object.remove(system(10, 0), ["capacity"])) == set()
}
