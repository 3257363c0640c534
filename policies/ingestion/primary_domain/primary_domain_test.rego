package mesh.ingestion.primary_domain_test

import data.mesh.ingestion.primary_domain

parameters := {"min_consumers": 2}

consumer(domain, product) := {"product": product, "product_name": upper(product), "domain": domain}

subject(changes) := object.union(
	{
		"kind": "dataset",
		"evidence": "physical",
		"domains": ["sales"],
		"primary_domains": ["sales"],
		"required_by": ["finance", "marketing"],
		"consumers": [consumer("finance", "ledger"), consumer("marketing", "audience")],
		"consumer_domains": ["finance", "marketing"],
	},
	changes,
)

denied(changes) := found if {
	found := primary_domain.deny with input as subject(changes) with data.parameters as parameters
}

unknown(changes) := found if {
	found := primary_domain.cannot_evaluate with input as subject(changes) with data.parameters as parameters
}

left_alone(changes) if {
	primary_domain.not_applicable with input as subject(changes) with data.parameters as parameters
}

nothing_stated := {"primary_domains": [], "required_by": null}

test_stated_primary_domain_and_readers_pass if {
	denied({}) == set()
	unknown({}) == set()
	not left_alone({})
}

test_missing_primary_domain_is_a_note_where_one_domain_owns if {
	denied(nothing_stated) == {{
		"message": "2 products of the domains finance and marketing need it, and no primaryDomain says which domain decides",
		"path": ["owners", 0],
		"key": "primary",
		"level": "note",
		"parties": {"finance", "marketing", "sales"},
	}}
	not left_alone(nothing_stated)
}

test_missing_primary_domain_is_denied_where_several_own if {
	some violation in denied(object.union(nothing_stated, {"domains": ["crm", "sales"]}))
	not violation.level
}

test_missing_primary_domain_is_denied_where_nobody_owns if {
	some violation in denied(object.union(nothing_stated, {"domains": []}))
	not violation.level
}

test_one_reader_needs_no_primary_domain if {
	few := object.union(nothing_stated, {"consumers": [consumer("finance", "ledger")], "consumer_domains": ["finance"]})
	denied(few) == set()
	left_alone(few)
}

test_two_reads_of_one_product_are_one if {
	twice := object.union(nothing_stated, {"consumers": [consumer("finance", "ledger"), consumer("finance", "ledger")], "consumer_domains": ["finance"]})
	denied(twice) == set()
}

test_readers_of_the_owning_domain_need_no_primary_domain if {
	own := object.union(nothing_stated, {"consumers": [consumer("sales", "a"), consumer("sales", "b")], "consumer_domains": []})
	denied(own) == set()
	left_alone(own)
}

test_number_of_readers_is_a_parameter if {
	few := object.union(nothing_stated, {"consumers": [consumer("finance", "ledger")], "consumer_domains": ["finance"]})
	some violation in primary_domain.deny with input as subject(few) with data.parameters as {"min_consumers": 1}
	violation.message == "1 product of the domain finance need it, and no primaryDomain says which domain decides"
}

test_two_primary_domains_are_denied if {
	several := [violation | some violation in denied({"primary_domains": ["finance", "sales"]}); violation.key == "several"]
	several[0].message == "2 primary domains are named: finance and sales"
	several[0].remediation == "Agree which of finance and sales decides, and write that one everywhere."
	count(denied({"primary_domains": ["finance", "sales"]})) == 1
}

test_primary_domain_owns_the_dataset if {
	some violation in denied({"primary_domains": ["hr"]})
	violation.message == "the primary domain hr owns no contract of it; sales owns one"
	violation.parties == {"finance", "hr", "marketing", "sales"}
	some other in denied({"primary_domains": ["hr"], "domains": ["crm", "sales"]})
	other.message == "the primary domain hr owns no contract of it; crm and sales own one"
}

test_owner_without_domain_is_another_matter if {
	denied({"domains": []}) == set()
}

test_reader_that_is_not_written_down_is_denied if {
	some violation in denied({"required_by": ["finance"]})
	violation.message == "requiredByDomains lacks marketing, whose products read it"
	violation.remediation == "Add marketing to requiredByDomains, or ask them to stop reading it."
	violation.expected == ["finance", "marketing"]
	not violation.level
}

test_what_is_written_down_is_judged_for_one_reader_too if {
	few := {"consumers": [consumer("finance", "ledger")], "consumer_domains": ["finance"], "required_by": [], "primary_domains": []}
	some violation in denied(few)
	violation.message == "requiredByDomains lacks finance, whose products read it"
	not left_alone(few)
}

test_readers_that_nobody_wrote_down_are_a_warning if {
	some violation in denied({"required_by": null})
	violation.message == "names no requiredByDomains, and products of the domains finance and marketing read it"
	violation.level == "warn"
	count(denied({"required_by": null})) == 1
}

test_one_reader_need_not_be_written_down if {
	few := {"consumers": [consumer("finance", "ledger")], "consumer_domains": ["finance"], "required_by": null}
	denied(few) == set()
	not left_alone(few)
}

test_unknown_readers_cannot_be_evaluated if {
	unknown({"consumers": null}) == {"which products read it is not known"}
	not left_alone(object.union(nothing_stated, {"consumers": null}))
}

test_reader_without_domain_cannot_be_evaluated if {
	homeless := object.union(nothing_stated, {"consumers": [consumer(null, "ledger")], "consumer_domains": []})
	unknown(homeless) == {"a product that reads it belongs to no domain"}
	not left_alone(homeless)
}

test_unknown_location_cannot_be_evaluated if {
	hidden := object.union(nothing_stated, {"evidence": "unresolvable", "consumers": [], "consumer_domains": []})
	unknown(hidden) == {"its location is not known, so neither are all who read it"}
	not left_alone(hidden)
}
