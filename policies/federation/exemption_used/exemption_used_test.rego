package mesh.federation.exemption_used_test

import data.mesh.federation.exemption_used

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
	violations := exemption_used.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	exemption_used.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := exemption_used.cannot_evaluate with input as given
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

test_one_that_finds_nothing_is_denied if {
	messages(exemption({"matched": 0, "covered": 0})) == {"finds no subject in this mesh"}
	{violation.path | some violation in denied(exemption({"matched": 0}))} == {["subject"]}
}

test_one_that_covers_nothing_any_more_is_denied if {
	messages(exemption({"covered": 0})) == {"covers nothing any more: what it is about keeps to mesh.cost.required_tags"}
}

test_what_was_not_judged_and_what_has_no_effect_is_not_stale if {
	denied(exemption({"covered": null})) == set()
	denied(exemption({"covered": 0, "is_live": false})) == set()
}
