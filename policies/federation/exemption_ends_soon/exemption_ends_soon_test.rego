package mesh.federation.exemption_ends_soon_test

import data.mesh.federation.exemption_ends_soon

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
	violations := exemption_ends_soon.deny with input as given with data.parameters as parameters
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	exemption_ends_soon.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := exemption_ends_soon.cannot_evaluate with input as given
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

parameters := {"notice_days": 14}

test_two_weeks_before_it_is_told if {
	messages(exemption({"days_left": 14})) == {"ends on 2026-12-23, in 14 days"}
	messages(exemption({"days_left": 0})) == {"ends on 2026-12-23, today"}
	messages(exemption({"days_left": 15})) == set()
	messages(exemption({"days_left": -1})) == set()
	{violation.path | some violation in denied(exemption({"days_left": 3}))} == {["expires"]}
}

test_one_without_an_end_is_told_apart if {
	skipped(exemption({"days_left": null}))
	denied(exemption({"days_left": null})) == set()
}
