package mesh.cost.tags_match_product_test

import data.mesh.cost.tags_match_product

parameters := {"tags": ["costCenter", "domain", "owner", "product"]}

orders := {
	"id": "p-1",
	"name": "Orders",
	"domain": "sales",
	"names": ["p-1", "Orders", "orders"],
	"owner_names": ["Sales data"],
	"cost_center": "CC-1",
}

agreeing := {"costcenter": "CC-1", "domain": "sales", "owner": "sales-data", "product": "orders"}

node(products, tags) := {"kind": "node", "name": "rg", "tags_complete": true, "products": products, "effective_tags": tags}

denied(subject) := violations if {
	violations := tags_match_product.deny with input as subject with data.parameters as parameters
}

unknown(subject) := reasons if {
	reasons := tags_match_product.cannot_evaluate with input as subject with data.parameters as parameters
}

changed(tag, value) := node([orders], object.union(agreeing, {tag: value}))

test_agreeing_tags_pass if {
	denied(node([orders], agreeing)) == set()
	unknown(node([orders], agreeing)) == set()
	not tags_match_product.not_applicable with input as node([orders], agreeing)
}

test_other_domain_is_denied if {
	some violation in denied(changed("domain", "finance"))
	violation.message == "the tag domain says finance, and the product Orders says sales"
	violation.key == "domain"
	violation.path == ["tags"]
	violation.parties == {"sales"}
	violation.actual == "finance"
	violation.expected == ["sales"]
}

test_other_product_is_denied if {
	{violation.key | some violation in denied(changed("product", "returns"))} == {"product"}
}

test_other_owner_is_denied if {
	{violation.key | some violation in denied(changed("owner", "ann"))} == {"owner"}
}

test_other_cost_centre_is_denied if {
	{violation.key | some violation in denied(changed("costcenter", "CC-2"))} == {"costCenter"}
}

test_only_the_tags_of_the_parameter_are_compared if {
	only := {"tags": ["product"]}
	wrong := node([orders], {"domain": "finance", "owner": "ann", "product": "orders"})
	count(tags_match_product.deny) == 0 with input as wrong with data.parameters as only
}

test_any_of_several_products_will_do if {
	returns := object.union(orders, {"name": "Returns", "names": ["returns"], "domain": "logistics"})
	denied(node([orders, returns], object.union(agreeing, {"product": "returns", "domain": "logistics"}))) == set()
	some violation in denied(node([orders, returns], object.union(agreeing, {"domain": "finance"})))
	violation.message == "the tag domain says finance, and none of its products says logistics and sales"
}

test_missing_and_blank_tags_are_another_matter if {
	denied(node([orders], {"domain": " ", "owner": null})) == set()
	unknown(node([orders], {"domain": " ", "owner": null})) == set()
}

test_product_without_cost_centre_is_not_compared if {
	free := object.union(orders, {"cost_center": null})
	denied(node([free], agreeing)) == set()
	unknown(node([free], agreeing)) == set()
}

test_uncollected_tags_cannot_be_evaluated if {
	partial := object.union(node([orders], {"domain": "sales"}), {"tags_complete": false})
	unknown(partial) == {"the tags that it would inherit were not collected"}
	full := object.union(node([orders], agreeing), {"tags_complete": false})
	unknown(full) == set()
}

test_product_without_domain_cannot_be_evaluated if {
	homeless := object.union(orders, {"domain": null})
	unknown(node([homeless], agreeing)) == {"its product belongs to no domain"}
	unknown(node([homeless], {"product": "orders"})) == set()
	count(tags_match_product.cannot_evaluate) == 0 with input as node([homeless], agreeing)
		with data.parameters as {"tags": ["product"]}
}

test_product_without_owner_cannot_be_evaluated if {
	orphan := object.union(orders, {"owner_names": []})
	unknown(node([orphan], agreeing)) == {"its product names no owner"}
	unknown(node([orphan], {"product": "orders"})) == set()
	count(tags_match_product.cannot_evaluate) == 0 with input as node([orphan], agreeing)
		with data.parameters as {"tags": ["product"]}
}

test_node_without_product_is_left_alone if {
	tags_match_product.not_applicable with input as node([], agreeing)
}

test_unknown_products_cannot_be_evaluated if {
	"the products that are placed in it are not known" in unknown(object.union(node([], agreeing), {"products": null}))
}
