package mesh.federation.exemption_narrow_test

import data.mesh.federation.exemption_narrow

standing := {
	"policy": "mesh.cost.required_tags",
	"authority": "mesh",
	"is_placed": true,
	"signature": "valid",
	"days_left": 30,
	"is_too_long": false,
	"matched": 1,
	"share": null,
	"is_too_broad": null,
	"covered": 1,
	"is_live": true,
}

exemption(changes) := {
	"kind": "exemption",
	"id": "a",
	"name": "a",
	"expires": "2026-12-23",
	"approvedBy": "ann",
	"requestedBy": "bob",
	"subject": {"kind": "node", "id": "rg-*", "domain": "sales"},
	"standing": object.union(standing, changes),
}

denied(given) := violations if {
	violations := exemption_narrow.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	exemption_narrow.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := exemption_narrow.cannot_evaluate with input as given
}

test_a_sound_exemption_passes if {
	denied(exemption({})) == set()
	not skipped(exemption({}))
	unknown(exemption({})) == set()
}

test_one_of_no_policy_is_left_alone if {
	skipped(exemption({"policy": null}))
}

test_unresolved_is_unknown if {
	given := object.union(exemption({}), {"standing": null})
	unknown(given) == {"what the federation made of it is not known"}
	denied(given) == set()
	not skipped(given)
}

test_a_broad_pattern_is_denied if {
	messages(exemption({"is_too_broad": true, "share": 33.333, "matched": 7})) == {"finds 7 subjects, 33.3 % of its kind, and the mesh allows less"}
	{violation.path | some violation in denied(exemption({"is_too_broad": true, "share": 50, "matched": 7}))} == {["subject", "id"]}
}

test_one_subject_is_never_too_many if {
	denied(exemption({"is_too_broad": false, "share": 1})) == set()
}

test_a_share_that_is_not_known_is_not_told if {
	messages(exemption({"is_too_broad": true, "share": null, "matched": 7})) == {"finds 7 subjects, and the mesh allows less"}
}
