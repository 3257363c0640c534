package mesh.platform.approved_blueprint_test

import data.mesh.platform.approved_blueprint

subject(changes) := {
	"kind": "node",
	"domain": "sales",
	"products": [{"id": "orders"}],
	"blueprints": 2,
	"blueprint": object.union(
		{
			"name": "product-node",
			"version": "2.3.0",
			"from": "tag",
			"declared": true,
			"approved": true,
			"minimum": "2.1.0",
			"versions": [],
		},
		changes,
	),
}

unnamed := object.union(object.remove(subject({}), ["blueprint"]), {"blueprint": null})

denied(of) := found if {
	found := approved_blueprint.deny with input as of
}

unknown(of) := found if {
	found := approved_blueprint.cannot_evaluate with input as of
}

test_late_enough_version_passes if {
	denied(subject({})) == set()
	denied(subject({"version": "v2.1"})) == set()
	unknown(subject({})) == set()
	not approved_blueprint.not_applicable with input as subject({})
}

test_undeclared_blueprint_is_denied if {
	denied(subject({"declared": false, "approved": false, "name": "homemade", "minimum": null})) == {{
		"message": "comes from the blueprint homemade, which no Blueprint declares",
		"path": ["blueprint"],
		"key": "declared",
		"actual": "homemade",
	}}
	unknown(subject({"declared": false, "version": null, "versions": ["1"]})) == set()
}

test_outdated_version_is_denied if {
	denied(subject({"version": "2.0.9", "versions": ["2.1.0"]})) == {{
		"message": "comes from product-node 2.0.9, and 2.1.0 is the lowest that may be used",
		"path": ["blueprint"],
		"key": "version",
		"actual": "2.0.9",
		"expected": "2.1.0",
		"remediation": "Deploy the node again from product-node 2.1.0 or later.",
	}}
}

test_version_that_is_not_approved_is_denied if {
	some violation in denied(subject({"versions": ["2.1.0", "2.2.0"]}))
	violation.message == "comes from product-node 2.3.0, and approved are 2.1.0 and 2.2.0"
	violation.expected == ["2.1.0", "2.2.0"]
	some other in denied(subject({"versions": ["2.1.0"], "minimum": null}))
	other.message == "comes from product-node 2.3.0, and approved is 2.1.0"
}

test_approved_version_passes_however_it_is_written if {
	denied(subject({"versions": ["2.1.0", "v2.3"]})) == set()
	denied(subject({"version": "stable", "versions": ["stable"], "minimum": null})) == set()
}

test_version_matters_only_where_the_blueprint_says_so if {
	denied(subject({"version": null, "minimum": null})) == set()
	unknown(subject({"version": null, "minimum": null})) == set()
}

test_missing_version_cannot_be_evaluated if {
	unknown(subject({"version": null})) == {"the version of the blueprint is not named, or cannot be compared with the lowest that may be used"}
	unknown(subject({"version": "latest"})) == {"the version of the blueprint is not named, or cannot be compared with the lowest that may be used"}
	denied(subject({"version": null})) == set()
	unknown(subject({"version": null, "minimum": null, "versions": ["1.0.0"]})) == {"the version of the blueprint is not named"}
	denied(subject({"version": null, "minimum": null, "versions": ["1.0.0"]})) == set()
}

test_node_that_names_no_blueprint_cannot_be_evaluated if {
	unknown(unnamed) == {"neither a tag `blueprint` nor its product says which blueprint it comes from"}
	denied(unnamed) == set()
	not approved_blueprint.not_applicable with input as unnamed
	not approved_blueprint.not_applicable with input as object.union(unnamed, {"domain": null})
}

test_unknown_number_of_blueprints_cannot_be_evaluated if {
	unknown(object.union(subject({}), {"blueprints": null})) == {"how many Blueprints are declared is not known"}
	not approved_blueprint.not_applicable with input as object.union(subject({}), {"blueprints": null})
}

test_unknown_declaration_cannot_be_evaluated if {
	unknown(subject({"declared": null})) == {"whether a Blueprint declares the node's blueprint is not known"}
	denied(subject({"declared": null, "version": "1.0.0"})) == set()
}

test_mesh_without_blueprints_is_left_alone if {
	approved_blueprint.not_applicable with input as object.union(unnamed, {"blueprints": 0})
}

test_node_that_nobody_claims_is_left_alone if {
	stray := object.union(unnamed, {"domain": null, "products": []})
	approved_blueprint.not_applicable with input as stray
	not approved_blueprint.not_applicable with input as object.union(stray, {"blueprint": {"name": "x", "declared": false}})
	not approved_blueprint.not_applicable with input as object.union(stray, {"domain": "sales"})
}
