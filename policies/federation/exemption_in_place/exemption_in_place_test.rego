package mesh.federation.exemption_in_place_test

import data.mesh.federation.exemption_in_place

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
	violations := exemption_in_place.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	exemption_in_place.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := exemption_in_place.cannot_evaluate with input as given
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

test_one_that_lies_elsewhere_is_denied if {
	messages(exemption({"is_placed": false})) == {"does not lie in the tree of mesh, which owns mesh.cost.required_tags"}
	{violation.path | some violation in denied(exemption({"is_placed": false}))} == {["policy"]}
}

test_without_an_authority_there_is_no_place if {
	skipped(exemption({"is_placed": null, "authority": null}))
	denied(exemption({"is_placed": null, "authority": null})) == set()
}
