package mesh.federation.exemption_signed_test

import data.mesh.federation.exemption_signed

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
	violations := exemption_signed.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	exemption_signed.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := exemption_signed.cannot_evaluate with input as given
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

test_each_other_signature_is_denied_in_its_words if {
	every signature, message in {
		"missing": "nobody approved it",
		"stranger": "ann, who approved it, does not act for mesh, which owns the policy",
		"requester": "ann asked for it and approved it too",
		"beneficiary": "ann, who approved it, acts for a domain that gains by it",
		"blocked": "an authority that takes part blocks it",
		"unknown": "nobody can say whether ann, who approved it, acts for mesh",
	} {
		messages(exemption({"signature": signature})) == {message}
	}
	some violation in denied(exemption({"signature": "missing"}))
	violation.path == ["approvedBy"]
}

test_without_an_authority_nobody_can_sign if {
	messages(exemption({"signature": "unknown", "authority": null})) == {"no authority governs the owner of the policy, so that nobody can approve it"}
}

test_of_no_policy_nothing_is_said if {
	denied(exemption({"signature": "unknown", "policy": null})) == set()
}
