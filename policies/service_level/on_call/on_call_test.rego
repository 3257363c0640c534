package mesh.service_level.on_call_test

import data.mesh.service_level.on_call

parameters := {"tiers": ["1"]}

product(tier, contact, channels, readers) := {
	"kind": "product", "life_cycle": "active", "domain": "sales",
	"tier": tier, "on_call": contact, "support_channels": channels,
	"consumer_domains": readers, "consumers_complete": true,
}

fast := {"contact": "sales-on-call", "response_time": 1800}

vague := {"channel": "#sales", "response_time": null}

denied(subject) := violations if {
	violations := on_call.deny with input as subject with data.parameters as parameters
}

skipped(subject) if {
	on_call.not_applicable with input as subject with data.parameters as parameters
}

unknown(subject) := reasons if {
	reasons := on_call.cannot_evaluate with input as subject with data.parameters as parameters
}

test_tier_with_an_answer_in_time_passes if {
	denied(product("1", fast, [], ["finance"])) == set()
	denied(product("1", null, [vague, fast], ["finance"])) == set()
	not skipped(product("1", fast, [], []))
	unknown(product("1", fast, [], [])) == set()
}

test_tier_without_contact_is_denied if {
	violations := denied(product("1", null, [], []))
	count(violations) == 1
	some violation in violations
	violation.message == "is of tier 1, and names neither an on-call contact nor a support channel"
	violation.path == ["support"]
	violation.key == "contact"
	not violation.level
}

test_tier_without_response_time_is_denied if {
	violations := denied(product("1", null, [vague], []))
	count(violations) == 1
	some violation in violations
	violation.message == "is of tier 1, and no contact says how fast it answers"
	violation.key == "response_time"
}

test_product_that_others_read_names_somebody if {
	violations := denied(product(null, null, [], ["finance", "logistics"]))
	count(violations) == 1
	some violation in violations
	violation.message == "is read by the domains finance and logistics, and names nobody to ask when it breaks"
	violation.level == "warn"
	violation.parties == {"finance", "logistics", "sales"}
	some alone in denied(product(null, null, [], ["finance"]))
	alone.message == "is read by the domain finance, and names nobody to ask when it breaks"
}

test_any_channel_will_do_without_a_tier if {
	denied(product(null, null, [vague], ["finance"])) == set()
	not skipped(product(null, null, [vague], ["finance"]))
}

test_other_tier_is_left_alone if {
	denied(product("3", null, [], ["finance"])) == set()
	denied(product("3", null, [vague], ["finance"])) == set()
	skipped(product("3", null, [], ["finance"]))
}

test_product_that_no_other_domain_reads_is_left_alone if {
	denied(product(null, null, [], [])) == set()
	skipped(product(null, null, [], []))
}

test_product_not_in_use_is_left_alone if {
	every life_cycle in ["proposed", "draft", "retired"] {
		skipped(object.union(product("1", null, [], []), {"life_cycle": life_cycle}))
	}
}

test_unknown_consumers_cannot_be_evaluated if {
	dim := object.union(product(null, null, [], []), {"consumers_complete": false})
	unknown(dim) == {"not every product could be read, so its consumers are not known"}
	not skipped(dim)
	unknown(object.union(dim, {"support_channels": [vague]})) == set()
	unknown(object.union(dim, {"tier": "3"})) == set()
	unknown(product(null, null, [], [])) == set()
}

test_absent_fields_are_no_contact if {
	count(denied({"kind": "product", "life_cycle": "active", "tier": "1"})) == 1
}
