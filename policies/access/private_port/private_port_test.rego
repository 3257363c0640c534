package mesh.access.private_port_test

import data.mesh.access.private_port

edge(consumer, visibility) := {
	"kind": "edge",
	"consumer": {"product": "mart", "domain": consumer},
	"producer": {
		"product": "orders",
		"product_name": "Orders",
		"port": "orders-raw",
		"domain": "sales",
		"visibility": visibility,
		"audience": ["Finance"],
	},
}

denied(of) := found if {
	found := private_port.deny with input as of
}

unknown(of) := found if {
	found := private_port.cannot_evaluate with input as of
}

test_own_domain_reads if {
	every visibility in ["private", "protected"] {
		denied(edge("sales", visibility)) == set()
		unknown(edge("sales", visibility)) == set()
		not private_port.not_applicable with input as edge("sales", visibility)
	}
}

test_private_port_is_denied_to_others if {
	denied(edge("finance", "private")) == {{
		"message": "the port orders-raw of Orders is private to the domain sales, and finance reads it",
		"path": ["consumer"],
		"parties": {"finance", "sales"},
		"actual": "finance",
		"expected": "sales",
	}}
}

test_protected_port_is_open_to_its_audience if {
	denied(edge("finance", "protected")) == set()
	some violation in denied(edge("hr", "protected"))
	violation.message == "the port orders-raw of Orders is protected to the domain sales, and hr reads it"
}

test_nameless_ports_and_products_are_told if {
	some violation in denied(object.union(edge("hr", "private"), {"producer": {"port": null}}))
	violation.message == "a port of Orders is private to the domain sales, and hr reads it"
	some other in denied(object.union(edge("hr", "private"), {"producer": {"product_name": null}}))
	other.message == "the port orders-raw of the product orders is private to the domain sales, and hr reads it"
}

test_missing_domains_cannot_be_evaluated if {
	denied(edge(null, "private")) == set()
	unknown(edge(null, "private")) == {"the consumer or the producer belongs to no domain"}
	homeless := object.union(edge("hr", "private"), {"producer": {"domain": null}})
	denied(homeless) == set()
	unknown(homeless) == {"the consumer or the producer belongs to no domain"}
}

test_other_ports_are_left_alone if {
	every visibility in ["public", null] {
		private_port.not_applicable with input as edge("hr", visibility)
		denied(edge("hr", visibility)) == set()
		unknown(edge(null, visibility)) == set()
	}
	private_port.not_applicable with input as {"consumer": {"domain": "hr"}, "producer": null}
}
