package mesh.topology.lineage_agrees_test

import data.mesh.topology.lineage_agrees

subject := {
	"kind": "edge",
	"resolution": "resolved",
	"consumer": {"product": "mart", "product_name": "Mart", "domain": "finance", "life_cycle": "active"},
	"producer": {"product": "orders", "product_name": "Orders", "domain": "sales", "life_cycle": "active", "port_life_cycle": "active", "contract": {"id": "c-1", "version": "1.0.0", "life_cycle": "active", "end_of_life": null, "end_of_support": null}},
	"declared": true,
	"observable": true,
	"observed": [],
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := lineage_agrees.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	lineage_agrees.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := lineage_agrees.cannot_evaluate with input as given
}

test_declared_edge_that_nobody_reads_is_told if {
	messages(subject) == {"declares that it reads Orders (sales), and no pipeline of it does"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["consumer"]
	violation.parties == {"finance", "sales"}
	not skipped(subject)
}

test_observed_edge_passes if {
	given := changed({"observed": [{"pipeline": "Copy", "copy": "c", "domain": "finance"}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
	every other in [
		{"observable": false, "observed": [{"pipeline": "Copy"}]},
		{"observable": null, "observed": [{"pipeline": "Copy"}]},
		{"resolution": "other_version", "observed": [{"pipeline": "Copy"}]},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_undeclared_edge_is_judged_elsewhere if {
	given := changed({"declared": false})
	skipped(given)
}

test_edge_that_leads_nowhere_is_left_alone if {
	given := changed({"resolution": "source", "producer": null})
	skipped(given)
	every other in [
		{"resolution": "dangling", "producer": null},
		{"resolution": "unexposed", "producer": null},
		{"resolution": "no_contract", "producer": null},
	] {
		skipped(changed(other))
	}
}

test_consumer_not_in_use_reads_nothing_yet if {
	given := changed({"consumer": {"life_cycle": "draft"}})
	skipped(given)
	every other in [
		{"consumer": {"life_cycle": "proposed"}},
		{"consumer": {"life_cycle": "retired"}},
	] {
		skipped(changed(other))
	}
}

test_unseen_reads_cannot_be_evaluated if {
	given := changed({"observable": false})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the reads of the consumer's pipelines are not all known"}
	every other in [
		{"observable": null},
		{"observable": false, "observed": null},
		{"observable": false, "resolution": "unknown"},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == {"the reads of the consumer's pipelines are not all known"}
		not skipped(changed(other))
	}
}
