package mesh.federation.accepted_approval_test

import data.mesh.federation.accepted_approval

subject := {"kind": "approval", "id": "a", "name": "a", "refusals": [{
	"message": "`ann` does not act for `sales`",
	"help": "let one of its members sign",
	"key": "a",
	"path": ["by"],
	"beside": null,
}]}

denied(given) := violations if {
	violations := accepted_approval.deny with input as given
}

unknown(given) := reasons if {
	reasons := accepted_approval.cannot_evaluate with input as given
}

test_a_refusal_is_denied_at_its_place if {
	denied(subject) == {{
		"message": "`ann` does not act for `sales`",
		"path": ["by"],
		"key": "a",
		"remediation": "Let one of its members sign.",
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
