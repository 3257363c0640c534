package mesh.cost.paying_consumer_test

import data.mesh.cost.paying_consumer

edge(price, payer) := {
	"kind": "edge",
	"resolution": "resolved",
	"consumer": {"product": "mart", "product_name": "Mart", "domain": "finance", "life_cycle": "active"},
	"producer": {"product": "orders", "product_name": "Orders", "domain": "sales", "price": price},
	"payer": payer,
}

price(amount) := {"amount": amount, "currency": "EUR", "unit": "month"}

payer(known) := {"value": "CC-2", "from": "product", "known": known}

test_known_payer_passes if {
	count(paying_consumer.deny) == 0 with input as edge(price(100), payer(true))
	not paying_consumer.not_applicable with input as edge(price(100), payer(true))
	count(paying_consumer.cannot_evaluate) == 0 with input as edge(price(100), payer(true))
}

test_any_payer_will_do_where_the_mesh_has_no_list if {
	count(paying_consumer.deny) == 0 with input as edge(price(100), payer(null))
}

test_missing_payer_is_denied if {
	some violation in paying_consumer.deny with input as edge(price(100), null)
	violation.message == "Orders (sales) costs 100 EUR, and the consumer names no cost centre that pays"
	violation.path == ["consumer"]
	violation.parties == {"finance", "sales"}
}

test_payer_that_finance_does_not_know_is_denied if {
	denied := paying_consumer.deny with input as edge(price(100), payer(false))
	count(denied) == 1
	some violation in denied
	violation.message == "Orders (sales) costs 100 EUR, and the cost centre CC-2 that would pay is not in the mesh's list"
	violation.path == ["payer"]
	violation.parties == {"finance", "sales"}
	violation.actual == "CC-2"
}

test_incomplete_price_is_a_price if {
	some violation in paying_consumer.deny with input as edge({"amount": null, "currency": "EUR", "unit": null}, null)
	contains(violation.message, "costs something,")
	some bare in paying_consumer.deny with input as edge({"amount": 5, "currency": null, "unit": null}, null)
	contains(bare.message, "costs 5,")
}

test_free_product_is_left_alone if {
	count(paying_consumer.deny) == 0 with input as edge(price(0), null)
	count(paying_consumer.deny) == 0 with input as edge(price(0), payer(false))
	paying_consumer.not_applicable with input as edge(price(0), null)
}

test_product_without_price_is_left_alone if {
	count(paying_consumer.deny) == 0 with input as edge(null, null)
	paying_consumer.not_applicable with input as edge(null, null)
}

test_retired_consumer_is_left_alone if {
	gone := object.union(edge(price(100), null), {"consumer": {"life_cycle": "retired"}})
	paying_consumer.not_applicable with input as gone
}

test_edge_without_producer_is_left_alone if {
	some resolution in ["source", "dangling", "unexposed", "no_contract"]
	paying_consumer.not_applicable with input as object.union(edge(null, null), {"resolution": resolution, "producer": null})
}

test_every_unresolved_edge_is_left_alone if {
	every resolution in ["source", "dangling", "unexposed", "no_contract"] {
		paying_consumer.not_applicable with input as object.union(edge(null, null), {"resolution": resolution, "producer": null})
	}
}

test_unread_other_side_cannot_be_evaluated if {
	unread := object.union(edge(null, null), {"resolution": "unknown", "producer": null})
	count(paying_consumer.cannot_evaluate) == 1 with input as unread
	not paying_consumer.not_applicable with input as unread
	count(paying_consumer.deny) == 0 with input as unread
}
