package mesh.security.personal_data_tagged_test

import data.mesh.security.personal_data_tagged

parameters := {"personal_tags": ["gdpr", "personal-data", "pii"]}

subject := {
	"kind": "product",
	"name": "Orders",
	"life_cycle": "active",
	"personal_data": 1,
	"tags": ["sales"],
	"custom": {"costCenter": "CC-1"},
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := personal_data_tagged.deny with input as given with data.parameters as parameters
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	personal_data_tagged.not_applicable with input as given with data.parameters as parameters
}

unknown(given) := reasons if {
	reasons := personal_data_tagged.cannot_evaluate with input as given with data.parameters as parameters
}

test_untagged_personal_data_is_denied if {
	messages(subject) == {"exposes 1 personal column, and no tag says so"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["tags"]
	violation.actual == ["sales"]
	violation.expected == ["gdpr", "personal-data", "pii"]
	not skipped(subject)
}

test_tag_of_the_list_passes if {
	given := changed({"tags": ["sales", "GDPR"]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
	every other in [
		{"tags": ["Personal Data"]},
		{"tags": ["gdpr:true"]},
		{"tags": null, "custom": {"gdpr": true}},
		{"tags": [7, "pii=yes"]},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_denial_is_no_tag if {
	given := changed({"tags": ["gdpr:false"], "custom": {"pii": false}})
	messages(given) == {"exposes 1 personal column, and no tag says so"}
	count(denied(given)) == 1
	not skipped(given)
	every other in [
		{"tags": ["pii= No"], "custom": {"gdpr": "none"}},
		{"tags": ["x:gdpr"], "custom": {"gdpr": null}},
		{"tags": ["gdpr=none"], "custom": {"gdpr": "No"}},
		{"tags": ["a"], "custom": {"gdpr": ""}},
	] {
		messages(changed(other)) == {"exposes 1 personal column, and no tag says so"}
	}
}

test_product_without_personal_data_is_left_alone if {
	given := changed({"personal_data": 0})
	skipped(given)
	messages(given) == set()
	unknown(given) == set()
}

test_retired_product_is_left_alone if {
	given := changed({"life_cycle": "retired"})
	skipped(given)
}

test_unknown_data_cannot_be_evaluated if {
	given := changed({"personal_data": null})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"whether it exposes personal data is not known"}
}

test_tags_are_a_parameter if {
	violations := personal_data_tagged.deny with input as subject with data.parameters as {"personal_tags": ["sales"]}
	{violation.message | some violation in violations} == set()
}
