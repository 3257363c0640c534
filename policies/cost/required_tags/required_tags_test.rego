package mesh.cost.required_tags_test

import data.mesh.cost.required_tags

parameters := {"required_tags": ["costCenter", "owner"]}

subject(tags) := {"kind": "resource", "effective_tags": tags, "tags_complete": true}

test_all_tags_pass if {
	all_there := subject({"costcenter": "4711", "owner": "crm", "other": ""})
	count(required_tags.deny) == 0 with input as all_there with data.parameters as parameters
}

test_one_missing_tag_is_named if {
	some violation in required_tags.deny with input as subject({"owner": "crm"}) with data.parameters as parameters
	violation.message == "a required tag is missing: costCenter"
	violation.expected == ["costCenter"]
	violation.actual == ["owner"]
	violation.path == ["tags"]
}

test_all_missing_tags_are_one_finding if {
	denied := required_tags.deny with input as subject({}) with data.parameters as parameters
	count(denied) == 1
	some violation in denied
	violation.message == "required tags are missing: costCenter and owner"
}

test_blank_value_counts_as_missing if {
	some violation in required_tags.deny with input as subject({"costcenter": " ", "owner": "crm"}) with data.parameters as parameters
	violation.expected == ["costCenter"]
}

test_null_value_counts_as_missing if {
	some violation in required_tags.deny with input as subject({"costcenter": null, "owner": "crm"}) with data.parameters as parameters
	violation.expected == ["costCenter"]
}

test_unknown_inheritance_cannot_be_evaluated if {
	bare := object.union(subject({"owner": "crm"}), {"tags_complete": false})
	count(required_tags.deny) == 0 with input as bare with data.parameters as parameters
	count(required_tags.cannot_evaluate) == 1 with input as bare with data.parameters as parameters
}

test_enough_tags_of_its_own_need_no_inheritance if {
	own := object.union(subject({"costcenter": "4711", "owner": "crm"}), {"tags_complete": false})
	count(required_tags.cannot_evaluate) == 0 with input as own with data.parameters as parameters
}

test_known_inheritance_is_evaluated if {
	count(required_tags.cannot_evaluate) == 0 with input as subject({}) with data.parameters as parameters
}
