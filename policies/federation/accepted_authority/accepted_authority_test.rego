package mesh.federation.accepted_authority_test

import data.mesh.federation.accepted_authority

subject := {"kind": "authority", "id": "a", "name": "a", "refusals": [{
	"message": "another authority governs domain.sales too",
	"help": "a scope has one authority",
	"key": "a",
	"path": ["scope"],
	"beside": null,
}]}

denied(given) := violations if {
	violations := accepted_authority.deny with input as given
}

unknown(given) := reasons if {
	reasons := accepted_authority.cannot_evaluate with input as given
}

test_a_refusal_is_denied_at_its_place if {
	denied(subject) == {{
		"message": "another authority governs domain.sales too",
		"path": ["scope"],
		"key": "a",
		"remediation": "A scope has one authority.",
	}}
	unknown(subject) == set()
}

test_nothing_refused_passes if {
	given := object.union(subject, {"refusals": []})
	denied(given) == set()
	unknown(given) == set()
}

test_unresolved_is_unknown if {
	unknown(object.union(subject, {"refusals": null})) == {"what the federation made of it is not known"}
	unknown(object.remove(subject, ["refusals"])) == {"what the federation made of it is not known"}
}
