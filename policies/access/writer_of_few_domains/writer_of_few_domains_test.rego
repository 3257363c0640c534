package mesh.access.writer_of_few_domains_test

import data.mesh.access.writer_of_few_domains

parameters := {"max_domains": 2, "platform_domains": ["platform"]}

principal(domain, write_domains) := {"kind": "principal", "domain": domain, "write_domains": write_domains}

denied(of) := found if {
	found := writer_of_few_domains.deny with input as of with data.parameters as parameters
}

left_alone(of) if {
	writer_of_few_domains.not_applicable with input as of with data.parameters as parameters
}

test_writer_of_few_domains_passes if {
	denied(principal("hr", ["finance", "sales"])) == set()
	count(writer_of_few_domains.cannot_evaluate) == 0 with input as principal("hr", ["finance", "sales"])
	not left_alone(principal("hr", ["finance", "sales"]))
}

test_writer_of_many_domains_is_denied if {
	denied(principal("hr", ["crm", "finance", "sales"])) == {{
		"message": "may write data of 3 domains, and at most 2 are agreed: crm, finance and sales",
		"path": ["write_domains"],
		"parties": {"crm", "finance", "hr", "sales"},
		"actual": 3,
		"expected": 2,
	}}
}

test_principal_of_no_domain_is_denied_too if {
	some violation in denied(principal(null, ["crm", "finance", "sales"]))
	violation.parties == {"crm", "finance", "sales"}
}

test_unknown_access_cannot_be_evaluated if {
	count(writer_of_few_domains.cannot_evaluate) == 1 with input as principal("hr", null)
	not left_alone(principal("hr", null))
}

test_who_writes_nothing_is_left_alone if {
	left_alone(principal("hr", []))
}

test_platform_is_left_alone if {
	left_alone(principal("platform", ["crm", "finance", "sales"]))
}
