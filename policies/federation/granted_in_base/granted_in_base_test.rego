package mesh.federation.granted_in_base_test

import data.mesh.federation.granted_in_base

denied(given) := violations if {
	violations := granted_in_base.deny with input as given
}

skipped(given) if {
	granted_in_base.not_applicable with input as given
}

test_what_the_base_does_not_have_is_told if {
	denied({"kind": "exemption", "in_base": false}) == {{
		"message": "takes no effect here: a change cannot grant itself anything, and this counts once it is in the base",
		"path": ["name"],
		"key": "base",
	}}
}

test_what_the_base_has_passes if {
	denied({"kind": "exemption", "in_base": true}) == set()
	not skipped({"kind": "exemption", "in_base": true})
}

test_without_a_base_nothing_is_said if {
	skipped({"kind": "exemption", "in_base": null})
	skipped({"kind": "exemption"})
	denied({"kind": "exemption", "in_base": null}) == set()
}
