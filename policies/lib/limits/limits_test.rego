package lib.limits_test

import data.lib.limits

shares := {"warn_share": 0.8, "deny_share": 0.95}

test_far_from_full_is_undefined if {
	not limits.violation({"count": 79, "limit": 100}, ["x"], "things", "") with data.parameters as shares
}

test_unknown_is_undefined if {
	not limits.violation(null, ["x"], "things", "") with data.parameters as shares
	not limits.violation({"count": 79, "limit": null}, ["x"], "things", "") with data.parameters as shares
}

test_from_the_first_share_on_it_warns if {
	limits.violation({"count": 80, "limit": 100}, ["x"], "things", "; oh") == {
		"message": "80 of 100 things (80 %); oh",
		"path": ["x"],
		"actual": 80,
		"expected": 100,
		"level": "warn",
	} with data.parameters as shares
	limits.level_of(0.949) == {"level": "warn"} with data.parameters as shares
}

test_from_the_second_share_on_it_has_the_level_of_the_rule if {
	not limits.violation({"count": 95, "limit": 100}, ["x"], "things", "").level with data.parameters as shares
	limits.level_of(0.95) == {} with data.parameters as shares
}

test_nearly_full_is_not_called_full if {
	limits.violation({"count": 999, "limit": 1000}, ["x"], "things", "").message == "999 of 1000 things (99 %)" with data.parameters as shares
}

test_both_numbers_are_known_or_nothing_is if {
	limits.known({"count": 0, "limit": 100})
	not limits.known({"count": null, "limit": 100})
	not limits.known({"count": 1, "limit": null})
	not limits.known(null)
}
