package mesh.cost.allocation_adds_up_test

import data.mesh.cost.allocation_adds_up

parameters := {"tolerance": 0.1}

subject := {
	"kind": "resource",
	"tags_complete": true,
	"node": {"domains": ["sales"]},
	"allocation": {"keys": [{"to": "sales", "percent": 60}, {"to": "finance", "percent": 30}], "total": 90, "text": "sales=60;finance=30", "problems": []},
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := allocation_adds_up.deny with input as given with data.parameters as parameters
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	allocation_adds_up.not_applicable with input as given with data.parameters as parameters
}

unknown(given) := reasons if {
	reasons := allocation_adds_up.cannot_evaluate with input as given with data.parameters as parameters
}

test_keys_that_leave_a_rest_are_denied if {
	messages(subject) == {"the keys of its allocation add up to 90 %: sales=60;finance=30"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["tags"]
	violation.key == "total"
	violation.parties == {"finance", "sales"}
	violation.actual == 90
	violation.expected == 100
	not skipped(subject)
}

test_keys_that_charge_twice_are_denied if {
	given := changed({"allocation": {"keys": [{"to": "sales", "percent": 60}, {"to": "finance", "percent": 41}], "total": 101, "text": "sales=60;finance=41", "problems": []}})
	messages(given) == {"the keys of its allocation add up to 101 %: sales=60;finance=41"}
	count(denied(given)) == 1
	not skipped(given)
}

test_keys_that_add_up_pass if {
	given := changed({"allocation": {"keys": [{"to": "sales", "percent": 60}, {"to": "finance", "percent": 40}], "total": 100, "text": "sales=60;finance=40", "problems": []}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_thirds_are_rounded if {
	given := changed({"allocation": {"keys": [{"to": "a", "percent": 33.33}, {"to": "b", "percent": 33.33}, {"to": "c", "percent": 33.33}], "total": 99.99, "text": "a=33.33;b=33.33;c=33.33", "problems": []}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_tolerance_itself_passes if {
	given := changed({"allocation": {"keys": [{"to": "a", "percent": 99.5}], "total": 99.5, "text": "a=99.5", "problems": []}})
	violations := allocation_adds_up.deny with input as given with data.parameters as {"tolerance": 0.5}
	{violation.message | some violation in violations} == set()
}

test_keys_that_are_not_understood_are_denied if {
	given := changed({"allocation": {"keys": [], "total": 0, "text": "", "problems": ["`sales` has no percentage"]}})
	messages(given) == {"the tag allocation is not understood: `sales` has no percentage"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["tags"]
	violation.key == "`sales` has no percentage"
	not skipped(given)
}

test_shared_resource_without_keys_is_a_warning if {
	given := changed({"allocation": null, "node": {"domains": ["finance", "sales"]}})
	messages(given) == {"is shared by the domains finance and sales, and no tag allocation divides its cost"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["tags"]
	violation.key == "missing"
	violation.level == "warn"
	not skipped(given)
}

test_resource_of_one_domain_is_left_alone if {
	given := changed({"allocation": null})
	skipped(given)
	messages(given) == set()
	unknown(given) == set()
	every other in [
		{"allocation": null, "node": {"domains": []}},
		{"allocation": null, "tags_complete": false},
	] {
		skipped(changed(other))
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
	}
}

test_shared_resource_with_keys_is_judged_by_them if {
	given := changed({"allocation": {"keys": [{"to": "finance", "percent": 50}, {"to": "sales", "percent": 50}], "total": 100, "text": "finance=50;sales=50", "problems": []}, "node": {"domains": ["finance", "sales"]}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
	every other in [
		{"tags_complete": false, "allocation": {"keys": [{"to": "finance", "percent": 50}, {"to": "sales", "percent": 50}], "total": 100, "text": "finance=50;sales=50", "problems": []}, "node": {"domains": ["finance", "sales"]}},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_unknown_sharers_cannot_be_evaluated if {
	given := changed({"allocation": null, "node": {"domains": null}})
	unknown(given) == {"which domains share its node is not known"}
	denied(given) == set()
	not skipped(given)
	unknown(changed({"node": {"domains": null}})) == set()
}

test_uncollected_tags_cannot_be_evaluated if {
	given := changed({"allocation": null, "tags_complete": false, "node": {"domains": ["finance", "sales"]}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the tags that it would inherit were not collected"}
}
