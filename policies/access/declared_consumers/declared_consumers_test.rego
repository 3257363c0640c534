package mesh.access.declared_consumers_test

import data.mesh.access.declared_consumers

parameters := {"platform_domains": ["platform"]}

access(changes) := object.union(
	{
		"node": {"id": "/n", "name": "rg-sales-orders", "domain": "sales"},
		"products": ["orders"],
		"role": "Storage Blob Data Reader",
		"scope_kind": "resource_group",
		"can_read": true,
		"can_write": false,
		"through": "data",
		"declared": false,
		"via": null,
		"assignment": "/a",
	},
	changes,
)

principal(domain, changes) := {"kind": "principal", "domain": domain, "data_access": [access(changes)]}

denied(subject) := found if {
	found := declared_consumers.deny with input as subject with data.parameters as parameters
}

unknown(subject) := found if {
	found := declared_consumers.cannot_evaluate with input as subject with data.parameters as parameters
}

left_alone(subject) if {
	declared_consumers.not_applicable with input as subject with data.parameters as parameters
}

test_declared_access_passes if {
	denied(principal("finance", {"declared": true})) == set()
	unknown(principal("finance", {"declared": true})) == set()
	not left_alone(principal("finance", {"declared": true}))
}

test_undeclared_access_is_denied if {
	denied(principal("finance", {})) == {{
		"message": concat("", [
			"may read data of rg-sales-orders (domain sales) as Storage Blob Data Reader, ",
			"and no product of the domain finance declares an input port for it",
		]),
		"path": ["data_access", 0],
		"key": "/a",
		"parties": {"finance", "sales"},
	}}
	unknown(principal("finance", {})) == set()
}

test_keys_and_writing_are_told if {
	some violation in denied(principal("finance", {"through": "keys", "can_write": true, "role": "Contributor"}))
	startswith(violation.message, "may write data of rg-sales-orders (domain sales) with the keys that Contributor can fetch, ")
}

test_node_without_domain_is_told_by_name if {
	some violation in denied(principal("finance", {"node": object.union(access({}).node, {"domain": null})}))
	startswith(violation.message, "may read data of rg-sales-orders as ")
	violation.parties == {"finance"}
}

test_scope_above_the_nodes_is_told_by_its_kind if {
	some violation in denied({"data_access": [object.union(access({}), {"node": null, "scope_kind": "management_group"})]})
	violation.message == concat("", [
		"may read data of the whole management group as Storage Blob Data Reader, ",
		"and no product of its domain declares an input port for it",
	])
	violation.parties == set()
}

test_principal_of_no_domain_cannot_be_evaluated if {
	some reason in unknown(principal(null, {"declared": null}))
	startswith(reason, "the domain of the principal is not known")
	count(unknown(principal(null, {"declared": null}))) == 1
	denied(principal(null, {"declared": null})) == set()
	not left_alone(principal(null, {"declared": null}))
}

test_unknown_owner_cannot_be_evaluated if {
	unknown(principal("finance", {"declared": null})) == {"whose data the role reaches is not known"}
}

test_principal_of_no_domain_with_declared_access_only_passes if {
	unknown(principal(null, {"declared": true})) == set()
}

test_access_that_nobody_collected_cannot_be_evaluated if {
	unknown({"domain": "finance", "data_access": null}) == {"what the principal can reach was not collected"}
	not left_alone({"domain": "finance", "data_access": null})
	unknown({"domain": "finance", "data_access": []}) == set()
}

test_principal_without_access_is_left_alone if {
	left_alone({"domain": "finance", "data_access": []})
}

test_platform_is_left_alone if {
	left_alone(principal("platform", {}))
}
