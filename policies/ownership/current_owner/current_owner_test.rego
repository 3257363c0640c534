package mesh.ownership.current_owner_test

import data.mesh.ownership.current_owner

member(name, changes) := object.union(
	{"name": name, "role": "owner", "is_owner": true, "is_current": true, "date_out": null, "replaced_by": null, "path": ["team", "members", 0]},
	changes,
)

gone := {"is_current": false, "date_out": "2026-03-31"}

subject(members, owners) := {
	"kind": "product",
	"life_cycle": "active",
	"owners": owners,
	"members": members,
	"team": {"members": [{"username": "bea@x", "name": "Bea"}, {"username": "ann@x"}]},
}

denied(of) := found if {
	found := current_owner.deny with input as of
}

test_current_owner_passes if {
	denied(subject([member("Ann", {})], [{"name": "Ann"}])) == set()
	count(current_owner.cannot_evaluate) == 0 with input as subject([member("Ann", {})], [])
	not current_owner.not_applicable with input as subject([member("Ann", {})], [])
}

test_last_owner_who_left_is_denied if {
	denied(subject([member("Ann", gone)], [])) == {{
		"message": "the owner Ann left on 2026-03-31, and nobody took over",
		"path": ["team", "members", 0],
		"key": "left",
		"actual": "2026-03-31",
	}}
}

test_history_is_fine_while_somebody_owns_it if {
	denied(subject([member("Ann", gone)], [{"name": "Order to cash", "via": "team"}])) == set()
}

test_members_come_and_go if {
	denied(subject([member("Ann", object.union(gone, {"is_owner": false}))], [])) == set()
}

test_successor_is_a_current_member if {
	denied(subject([member("Ann", object.union(gone, {"replaced_by": "bea"})), member("Bea", {})], [{"name": "Bea"}])) == set()
}

test_successor_may_be_named_by_account if {
	denied(subject([member("Ann", object.union(gone, {"replaced_by": "BEA@x"})), member("Bea", {})], [{"name": "Bea"}])) == set()
	listed := object.union(
		subject([member("Ann", object.union(gone, {"replaced_by": "bea@x"})), member("Bea", {})], [{"name": "Bea"}]),
		{"team": [{"username": "bea@x", "name": "Bea"}]},
	)
	denied(listed) == set()
}

test_unknown_successor_is_denied if {
	denied(subject([member("Ann", object.union(gone, {"replaced_by": "carl"}))], [{"name": "Bea"}])) == {{
		"message": "Ann left on 2026-03-31, and the successor carl is no member",
		"path": ["team", "members", 0],
		"key": "successor",
		"actual": "carl",
		"remediation": "Add carl to the team, or name who took over in replacedByUsername.",
	}}
}

test_account_of_another_is_no_successor if {
	some violation in denied(subject([member("Ann", object.union(gone, {"replaced_by": "ann@x"})), member("Bea", {})], [{"name": "Bea"}]))
	violation.message == "Ann left on 2026-03-31, and the successor ann@x is no member"
}

test_unknown_successor_of_a_member_is_a_warning if {
	some violation in denied(subject([member("Ann", object.union(gone, {"is_owner": false, "replaced_by": "carl"}))], [{"name": "Bea"}]))
	violation.level == "warn"
}

test_successor_who_left_too_is_denied if {
	both := [member("Ann", object.union(gone, {"replaced_by": "Bea"})), member("Bea", object.union(gone, {"is_owner": false}))]
	{violation.message | some violation in denied(subject(both, []))} == {"Ann left on 2026-03-31, and the successor Bea left too"}
}

test_chain_of_successors_is_followed if {
	chain := [
		member("Ann", object.union(gone, {"replaced_by": "Bea"})),
		member("Bea", object.union(gone, {"replaced_by": "Carl"})),
		member("Carl", {}),
	]
	denied(subject(chain, [{"name": "Carl"}])) == set()
	some violation in denied(subject(array.slice(chain, 0, 2), []))
	violation.message == "Bea left on 2026-03-31, and the successor Carl is no member"
}

test_leaving_in_the_future_is_not_having_left if {
	denied(subject([member("Ann", {"date_out": "2027-01-01", "replaced_by": "nobody"})], [])) == set()
}

test_without_a_team_names_are_enough if {
	plain := object.remove(subject([member("Ann", object.union(gone, {"replaced_by": "Bea"})), member("Bea", {})], []), ["team"])
	denied(plain) == set()
}

test_unknown_members_cannot_be_evaluated if {
	count(current_owner.cannot_evaluate) == 1 with input as {"kind": "product", "members": null}
	not current_owner.not_applicable with input as {"kind": "product", "members": null}
}

test_without_members_there_is_nobody_to_leave if {
	current_owner.not_applicable with input as subject([], [])
}

test_retired_ones_are_left_alone if {
	current_owner.not_applicable with input as object.union(subject([member("Ann", gone)], []), {"life_cycle": "retired"})
}
