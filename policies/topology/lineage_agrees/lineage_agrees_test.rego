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
	messages(changed({"observable": false, "observed": [{"pipeline": "Copy"}]})) == set()
	unknown(changed({"observable": false, "observed": [{"pipeline": "Copy"}]})) == set()
	not skipped(changed({"observable": false, "observed": [{"pipeline": "Copy"}]}))
	messages(changed({"observable": null, "observed": [{"pipeline": "Copy"}]})) == set()
	unknown(changed({"observable": null, "observed": [{"pipeline": "Copy"}]})) == set()
	not skipped(changed({"observable": null, "observed": [{"pipeline": "Copy"}]}))
	messages(changed({"resolution": "other_version", "observed": [{"pipeline": "Copy"}]})) == set()
	unknown(changed({"resolution": "other_version", "observed": [{"pipeline": "Copy"}]})) == set()
	not skipped(changed({"resolution": "other_version", "observed": [{"pipeline": "Copy"}]}))
}

test_undeclared_edge_is_judged_elsewhere if {
	given := changed({"declared": false})
	skipped(given)
}

test_edge_that_leads_nowhere_is_left_alone if {
	given := changed({"resolution": "source", "producer": null})
	skipped(given)
	skipped(changed({"resolution": "dangling", "producer": null}))
	skipped(changed({"resolution": "unexposed", "producer": null}))
	skipped(changed({"resolution": "no_contract", "producer": null}))
}

test_consumer_not_in_use_reads_nothing_yet if {
	given := changed({"consumer": {"life_cycle": "draft"}})
	skipped(given)
	skipped(changed({"consumer": {"life_cycle": "proposed"}}))
	skipped(changed({"consumer": {"life_cycle": "retired"}}))
}

test_unseen_reads_cannot_be_evaluated if {
	given := changed({"observable": false})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the reads of the consumer's pipelines are not all known"}
	messages(changed({"observable": null})) == set()
	unknown(changed({"observable": null})) == {"the reads of the consumer's pipelines are not all known"}
	not skipped(changed({"observable": null}))
	messages(changed({"observable": false, "observed": null})) == set()
	unknown(changed({"observable": false, "observed": null})) == {"the reads of the consumer's pipelines are not all known"}
	not skipped(changed({"observable": false, "observed": null}))
	messages(changed({"observable": false, "resolution": "unknown"})) == set()
	unknown(changed({"observable": false, "resolution": "unknown"})) == {"the reads of the consumer's pipelines are not all known"}
	not skipped(changed({"observable": false, "resolution": "unknown"}))
}
