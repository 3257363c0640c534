package mesh.federation.accepted_exemption_test

import data.mesh.federation.accepted_exemption

subject := {"kind": "exemption", "id": "a", "name": "a", "refusals": [{
	"message": "there is no policy `mesh.a.b`",
	"help": "take it out",
	"key": "a",
	"path": ["policy"],
	"beside": null,
}], "standing": {"is_too_long": false}}

denied(given) := violations if {
	violations := accepted_exemption.deny with input as given
}

unknown(given) := reasons if {
	reasons := accepted_exemption.cannot_evaluate with input as given
}

test_a_refusal_is_denied_at_its_place if {
	denied(subject) == {{
		"message": "there is no policy `mesh.a.b`",
		"path": ["policy"],
		"key": "a",
		"remediation": "Take it out.",
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

test_too_long_is_denied if {
	given := object.union(subject, {"refusals": [], "expires": "2029-01-01", "standing": {"is_too_long": true}})
	{violation.message | some violation in denied(given)} == {"holds until 2029-01-01, which is longer than the mesh or the policy allows"}
	{violation.path | some violation in denied(given)} == {["expires"]}
}
