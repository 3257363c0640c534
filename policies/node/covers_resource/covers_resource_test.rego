package mesh.node.covers_resource_test

import data.mesh.node.covers_resource

parameters := {"outside_tags": ["outsideMesh"]}

resource(domains) := {
	"kind": "resource",
	"carries_data": true,
	"effective_tags": {},
	"node": {"id": "/n", "name": "rg-crm", "domain": null, "domains": domains},
}

denied(subject) := found if {
	found := covers_resource.deny with input as subject with data.parameters as parameters
}

unknown(subject) := found if {
	found := covers_resource.cannot_evaluate with input as subject with data.parameters as parameters
}

left_alone(subject) if {
	covers_resource.not_applicable with input as subject with data.parameters as parameters
}

test_node_of_one_domain_passes if {
	denied(resource(["crm"])) == set()
	unknown(resource(["crm"])) == set()
	not left_alone(resource(["crm"]))
}

test_node_of_two_domains_is_denied if {
	some violation in denied(resource(["crm", "sales"]))
	violation.message == "carries data, and its node rg-crm is claimed by the domains crm and sales"
	violation.remediation == "Agree which of crm and sales owns rg-crm, and make the Domain, the products and the tags say so."
	violation.parties == ["crm", "sales"]
	violation.actual == 2
	violation.expected == 1
	not violation.level
}

test_node_of_no_domain_is_a_warning if {
	denied(resource([])) == {{
		"message": "carries data, and no domain claims its node rg-crm",
		"path": ["node"],
		"level": "warn",
		"actual": 0,
		"expected": 1,
	}}
}

test_resource_in_no_node_is_a_warning if {
	stray := object.union(resource([]), {"node": null})
	denied(stray) == {{"message": "carries data and lies in no node", "path": ["node"], "level": "warn"}}
	unknown(stray) == set()
}

test_unknown_claims_cannot_be_evaluated if {
	unknown(resource(null)) == {"which domains claim its node is not known"}
	denied(resource(null)) == set()
	unknown(object.remove(resource([]), ["node"])) == {"which domains claim its node is not known"}
}

test_unknown_content_cannot_be_evaluated if {
	unknown(object.union(resource([]), {"carries_data": null})) == {"whether it carries data is not known"}
	denied(object.union(resource([]), {"carries_data": null})) == set()
	not left_alone(object.union(resource([]), {"carries_data": null}))
}

test_resources_without_data_are_left_alone if {
	every subject in [resource([]), resource(["a", "b"]), resource(null), object.union(resource([]), {"node": null})] {
		left_alone(object.union(subject, {"carries_data": false}))
		denied(object.union(subject, {"carries_data": false})) == set()
		unknown(object.union(subject, {"carries_data": false})) == set()
	}
}

test_what_is_outside_the_mesh_is_left_alone if {
	left_alone(object.union(resource([]), {"effective_tags": {"outsidemesh": "true"}}))
	not left_alone(object.union(resource([]), {"effective_tags": {"owner": "it"}}))
}
