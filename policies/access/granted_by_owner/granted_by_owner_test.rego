package mesh.access.granted_by_owner_test

import data.mesh.access.granted_by_owner

parameters := {"platform_domains": ["platform"]}

assignment(changes) := object.union(
	{
		"kind": "role_assignment",
		"role": {"name": "Storage Blob Data Reader", "reads_data": true, "writes_data": false},
		"node": {"id": "/n", "name": "rg", "domain": "sales"},
		"principal_domain": "finance",
		"granted_by": {"principal": "g", "domain": "sales"},
	},
	changes,
)

by_finance := assignment({"granted_by": {"domain": "finance"}})

without(key) := object.union(object.remove(by_finance, [key]), {key: null})

denied(of) := found if {
	found := granted_by_owner.deny with input as of with data.parameters as parameters
}

unknown(of) := found if {
	found := granted_by_owner.cannot_evaluate with input as of
}

left_alone(of) if {
	granted_by_owner.not_applicable with input as of
}

test_owner_grants if {
	denied(assignment({})) == set()
	unknown(assignment({})) == set()
	not left_alone(assignment({}))
}

test_other_domain_does_not if {
	denied(by_finance) == {{
		"message": "Storage Blob Data Reader at a node of the domain sales was granted by the domain finance to itself",
		"path": ["properties", "createdBy"],
		"parties": {"finance", "sales"},
		"actual": "finance",
		"expected": "sales",
	}}
}

test_receiver_is_named_where_it_is_known if {
	some violation in denied(object.union(by_finance, {"principal_domain": "hr"}))
	violation.message == "Storage Blob Data Reader at a node of the domain sales was granted by the domain finance to the domain hr"
	violation.parties == {"finance", "hr", "sales"}
	some other in denied(without("principal_domain"))
	other.message == "Storage Blob Data Reader at a node of the domain sales was granted by the domain finance"
	other.parties == {"finance", "sales"}
}

test_roles_that_write_count if {
	count(denied(object.union(by_finance, {"role": {"reads_data": false, "writes_data": true}}))) == 1
	not left_alone(object.union(by_finance, {"role": {"reads_data": false, "writes_data": true}}))
}

test_platform_grants_for_others if {
	denied(assignment({"granted_by": {"domain": "platform"}})) == set()
}

test_roles_that_reach_no_data_are_left_alone if {
	harmless := object.union(by_finance, {"role": {"reads_data": false}})
	left_alone(harmless)
	denied(harmless) == set()
	unknown(object.union(object.remove(harmless, ["granted_by"]), {"granted_by": null})) == set()
	unknown(object.union(harmless, {"granted_by": {"domain": null}})) == set()
	unknown(object.union(harmless, {"node": {"domain": null}})) == set()
}

test_scope_above_the_nodes_is_left_alone if {
	left_alone(without("node"))
}

test_unknown_facts_cannot_be_evaluated if {
	unknown(without("granted_by")) == {"who granted the role was not recorded"}
	denied(without("granted_by")) == set()
	unknown(assignment({"granted_by": {"domain": null}})) == {"the domain of who granted the role is not known: no Domain lists that principal"}
	denied(assignment({"granted_by": {"domain": null}})) == set()
	unknown(object.union(by_finance, {"node": {"domain": null}})) == {"no domain owns the node"}
	denied(object.union(by_finance, {"node": {"domain": null}})) == set()
	unknown(object.union(by_finance, {"role": {"reads_data": null}})) == {"what the role allows is not known"}
	denied(object.union(by_finance, {"role": {"reads_data": null}})) == set()
	not left_alone(object.union(by_finance, {"role": {"reads_data": null}}))
}
