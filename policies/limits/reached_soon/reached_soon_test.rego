package mesh.limits.reached_soon_test

import data.mesh.limits.reached_soon

parameters := {"warn_days": 180, "deny_days": 30}

forecast(status, days) := {
	"limit": "role_assignments",
	"status": status,
	"date": "2027-02-01",
	"days_left": days,
	"per_day": 12.5,
	"runs": 9,
}

subject(status, days) := {"forecasts": [forecast(status, days)]}

test_far_away_passes if {
	count(reached_soon.deny) == 0 with input as subject("on", 181) with data.parameters as parameters
	not reached_soon.not_applicable with input as subject("on", 181)
}

test_within_the_warning_is_a_warning if {
	some violation in reached_soon.deny with input as subject("on", 180) with data.parameters as parameters
	violation.level == "warn"
	violation.message == "its limit of role assignments is reached about 2027-02-01, at 12.5 more a day"
	violation.path == ["forecasts", 0]
	violation.key == "role_assignments"
	violation.actual == 180
	violation.expected == 180
}

test_close_to_it_is_denied if {
	some violation in reached_soon.deny with input as subject("on", 30) with data.parameters as parameters
	not violation.level
}

test_the_node_to_promote_is_named if {
	named := object.union(subject("on", 10), {"promotion": {"first": {"name": "rg-orders"}}})
	some violation in reached_soon.deny with input as named with data.parameters as parameters
	endswith(violation.message, "; the node to promote first is rg-orders")
}

test_what_is_not_foretold_passes if {
	some status in ["reached", "not_growing", "too_few_runs", "poor_fit"]
	count(reached_soon.deny) == 0 with input as subject(status, null) with data.parameters as parameters
}

test_without_forecasts_it_cannot_be_evaluated if {
	count(reached_soon.cannot_evaluate) == 1 with input as {}
	count(reached_soon.deny) == 0 with input as {}
}

test_without_a_history_it_does_not_apply if {
	reached_soon.not_applicable with input as {"forecasts": null}
}
