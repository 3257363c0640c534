package mesh.federation.contract_change_consented_test

import data.mesh.federation.contract_change_consented

subject := {
	"kind": "contract",
	"id": "orders",
	"name": "orders",
	"domain": "sales",
	"previous": {"from": "base", "version": "1.0.0", "changes": [{"breaking": true, "message": "the column a is gone"}, {"breaking": false, "message": "x"}]},
	"consumers": [{"domain": "finance"}, {"domain": "sales"}, {"domain": "logistics"}, {"domain": null}],
	"consents": [],
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := contract_change_consented.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	contract_change_consented.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := contract_change_consented.cannot_evaluate with input as given
}

test_readers_who_were_not_asked_are_named if {
	messages(subject) == {"1 change breaks readers of other domains, and finance and logistics did not approve it"}
	some violation in denied(subject)
	violation.path == ["version"]
	violation.parties == {"finance", "logistics", "sales"}
	violation.actual == []
	violation.expected == ["finance", "logistics"]
	not skipped(subject)
}

test_a_block_is_told if {
	given := changed({"consents": [{"domain": "finance", "decision": "approve"}, {"domain": "logistics", "decision": "block"}]})
	messages(given) == {"1 change breaks readers of other domains, and logistics blocks it"}
	some violation in denied(given)
	violation.actual == ["finance"]
}

test_consent_of_all_passes if {
	given := changed({"consents": [{"domain": "finance", "decision": "approve"}, {"domain": "logistics", "decision": "approve"}]})
	denied(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_what_breaks_nobody_elsewhere_is_left_alone if {
	every change in [
		{"consumers": [{"domain": "sales"}]},
		{"previous": null},
		{"previous": {"from": "version", "changes": [{"breaking": true}]}},
		{"previous": {"from": "base", "changes": [{"breaking": false}]}},
	] {
		given := object.union(object.remove(subject, object.keys(change)), change)
		skipped(given)
		denied(given) == set()
		unknown(object.union(given, {"consents": null})) == set()
	}
}

test_unresolved_is_unknown if {
	unknown(changed({"consents": null})) == {"what the readers say of it is not known"}
	denied(changed({"consents": null})) == set()
}
