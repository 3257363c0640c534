package mesh.access.inside_audience_test

import data.mesh.access.inside_audience

edge(consumer, audience) := {
	"kind": "edge",
	"consumer": {"product": "mart", "domain": consumer},
	"producer": {"product": "orders", "product_name": "Orders", "port": "orders", "domain": "sales", "audience": audience},
}

denied(of) := found if {
	found := inside_audience.deny with input as of
}

unknown(of) := found if {
	found := inside_audience.cannot_evaluate with input as of
}

test_audience_reads if {
	denied(edge("finance", ["marketing", "Finance"])) == set()
	unknown(edge("finance", ["finance"])) == set()
	not inside_audience.not_applicable with input as edge("finance", ["finance"])
}

test_own_domain_reads if {
	denied(edge("sales", ["finance"])) == set()
}

test_others_are_denied if {
	denied(edge("hr", ["marketing", "finance"])) == {{
		"message": "the domain hr is not in the audience of the port orders of Orders: finance and marketing",
		"path": ["consumer"],
		"parties": {"hr", "sales"},
		"actual": "hr",
		"expected": ["marketing", "finance"],
	}}
}

test_empty_audience_is_the_own_domain if {
	some violation in denied(edge("hr", []))
	violation.message == "the domain hr is not in the audience of the port orders of Orders: only its own domain"
}

test_nameless_ports_and_products_are_told if {
	some violation in denied(object.union(edge("hr", []), {"producer": {"port": null}}))
	violation.message == "the domain hr is not in the audience of a port of Orders: only its own domain"
	some other in denied(object.union(edge("hr", []), {"producer": {"product_name": null}}))
	other.message == "the domain hr is not in the audience of the port orders of the product orders: only its own domain"
}

test_producer_without_domain_takes_no_part if {
	homeless := object.union(edge("hr", []), {"producer": {"domain": null}})
	some violation in denied(homeless)
	violation.parties == {"hr"}
}

test_consumer_without_domain_cannot_be_evaluated if {
	denied(edge(null, ["finance"])) == set()
	unknown(edge(null, ["finance"])) == {"the consumer belongs to no domain"}
}

test_port_for_everybody_is_left_alone if {
	inside_audience.not_applicable with input as edge("hr", null)
	denied(edge("hr", null)) == set()
	unknown(edge(null, null)) == set()
	inside_audience.not_applicable with input as {"consumer": {"domain": "hr"}, "producer": null}
}
