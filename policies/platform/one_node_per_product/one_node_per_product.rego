# METADATA
# scope: package
# title: One product has one node, and one node has one product
# description: >-
#   A resource group (or subscription) of its own gives a product its own bill, roles, limits and end. Two products in one
#   node cannot be told apart in any of these, and one product in two nodes is billed and reviewed twice. Nodes of different
#   environments, by their tag `environment`, are counted apart.
# related_resources:
#   - ref: https://mrpaulandrew.com/2021/12/15/building-a-data-mesh-architecture-in-azure-part-1/
#   - ref: https://learn.microsoft.com/azure/cloud-adoption-framework/scenarios/cloud-scale-analytics/architectures/data-landing-zone-data-products
# schemas:
#   - input: schema["node.schema"]
# custom:
#   subject: node
#   severity: medium
#   code: PLT-001
#   class: default
#   levels: {gate: deny, audit: warn}
#   requires: [product]
#   parameters:
#     max_products: {type: integer, default: 1, tighter: lower, description: Products that may be placed in one node}
#     max_nodes: {type: integer, default: 1, tighter: lower, description: Nodes of one environment that one product may have}
#   remediation: >-
#     Give each product a node of its own, and correct azureSubscriptionId and azureResourceGroup of the product, or the tag
#     `product` of the node, where one of them is wrong.
package mesh.platform.one_node_per_product

import data.lib.lists
import data.lib.words
import data.parameters

# Several versions of one product are one product.
products := {product.id | some product in lists.of(input.products)}

parties(of) := {product.domain | some product in of; product.domain != null}

deny contains violation if {
	count(products) > parameters.max_products
	violation := {
		"message": sprintf("it holds %s: %s", [
			words.counted(count(products), "product"),
			words.enumeration({described(product) | some product in lists.of(input.products)}),
		]),
		"path": ["products", 0],
		"key": "products",
		"parties": parties(input.products),
		"actual": count(products),
		"expected": parameters.max_products,
	}
}

deny contains violation if {
	some index, product in lists.of(input.products)
	not repeated(index, product)
	nodes := {node.id: node.name | some node in lists.of(product.nodes); environment_of(node) == environment}
	count(nodes) > parameters.max_nodes
	violation := {
		"message": sprintf("%s lies in %s%s: %s", [
			described(product),
			words.counted(count(nodes), "node"),
			where,
			words.enumeration({label | some label in nodes}),
		]),
		"path": ["products", index],
		"key": product.id,
		"parties": parties([product]),
		"actual": count(nodes),
		"expected": parameters.max_nodes,
	}
}

repeated(index, product) if {
	some before, other in lists.of(input.products)
	before < index
	other.id == product.id
}

described(product) := sprintf("%s (domain %s)", [name(product), product.domain]) if {
	product.domain != null
} else := name(product)

name(product) := product.name if {
	product.name != null
} else := product.id

environment := lower(sprintf("%v", [object.get(input, ["effective_tags", "environment"], "")]))

where := sprintf(" of the environment %s", [environment]) if {
	environment != ""
} else := ""

environment_of(node) := lower(node.environment) if {
	is_string(node.environment)
} else := ""

cannot_evaluate contains "which products are placed in the node is not known" if {
	object.get(input, "products", null) == null
}

cannot_evaluate contains "the environment of another node of the product is not known" if {
	environment != ""
	some product in lists.of(input.products)
	count({node.id | some node in lists.of(product.nodes)}) > parameters.max_nodes
	some node in lists.of(product.nodes)
	environment_of(node) == ""
}

cannot_evaluate contains "in which nodes the product lies is not known" if {
	some product in lists.of(input.products)
	object.get(product, "nodes", null) == null
}

not_applicable if {
	input.products != null
	count(input.products) == 0
}
