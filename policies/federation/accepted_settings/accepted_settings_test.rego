package mesh.federation.accepted_settings_test

import data.mesh.federation.accepted_settings

subject := {"kind": "policy_set", "id": "a", "name": "a", "refusals": [{
	"message": "ING-001 at the gate: warn is looser than deny",
	"help": "take it out",
	"key": "a",
	"path": ["overrides", 0, "levels", "gate"],
	"beside": null,
}]}

denied(given) := violations if {
	violations := accepted_settings.deny with input as given
}

unknown(given) := reasons if {
	reasons := accepted_settings.cannot_evaluate with input as given
}

test_a_refusal_is_denied_at_its_place if {
	denied(subject) == {{
		"message": "ING-001 at the gate: warn is looser than deny",
		"path": ["overrides", 0, "levels", "gate"],
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
