package mesh.service_level.monitored_test

import data.mesh.service_level.monitored

parameters := {"unmonitored": ["retention"]}

product(promised, dimensions) := {
	"kind": "product",
	"life_cycle": "active",
	"promised_levels": promised,
	"monitored": {"dimensions": dimensions, "by": []},
}

denied(subject) := violations if {
	violations := monitored.deny with input as subject with data.parameters as parameters
}

skipped(subject) if {
	monitored.not_applicable with input as subject with data.parameters as parameters
}

test_watched_promises_pass if {
	denied(product(["availability", "freshness"], ["freshness", "availability"])) == set()
	not skipped(product(["availability", "freshness"], ["freshness", "availability"]))
}

test_one_monitor_may_cover_all if {
	denied(product(["availability", "freshness"], ["*"])) == set()
}

test_unwatched_promise_is_named if {
	violations := denied(product(["availability", "freshness", "retention"], ["availability"]))
	count(violations) == 1
	some violation in violations
	violation.message == "promises freshness, and nothing watches it"
	violation.path == ["managementPorts"]
	violation.actual == ["availability"]
	violation.expected == ["availability", "freshness"]
}

test_several_unwatched_promises_are_one_finding if {
	violations := denied(product(["availability", "freshness"], []))
	count(violations) == 1
	some violation in violations
	violation.message == "promises availability and freshness, and nothing watches them"
}

test_missing_monitoring_is_none if {
	bare := object.remove(product(["freshness"], []), ["monitored"])
	some violation in denied(bare)
	violation.actual == []
}

test_promises_that_need_no_monitor_are_left_alone if {
	denied(product(["retention"], [])) == set()
	skipped(product(["retention"], []))
	skipped(product([], []))
}

test_product_not_in_use_is_left_alone if {
	every life_cycle in ["proposed", "draft", "retired"] {
		skipped(object.union(product(["freshness"], []), {"life_cycle": life_cycle}))
	}
	not skipped(object.union(product(["freshness"], []), {"life_cycle": "unknown"}))
}

test_unknown_promises_cannot_be_evaluated if {
	monitored.cannot_evaluate == {"what its output ports promise is not known"} with input as product(null, [])
		with data.parameters as parameters
	not skipped(product(null, []))
	count(monitored.cannot_evaluate) == 0 with input as product([], []) with data.parameters as parameters
}
