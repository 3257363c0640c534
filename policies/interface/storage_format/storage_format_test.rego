package mesh.interface.storage_format_test

import data.mesh.interface.storage_format

parameters := {"formats": ["delta", "iceberg", "parquet"]}

subject := {
	"kind": "contract",
	"life_cycle": "active",
	"describes_source": false,
	"servers": [{"server": "lake", "type": "azure"}],
	"storage_formats": [{"format": "csv", "server": "lake", "path": ["servers", 0, "format"]}],
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := storage_format.deny with input as given with data.parameters as parameters
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	storage_format.not_applicable with input as given with data.parameters as parameters
}

test_other_format_is_denied if {
	messages(subject) == {"is stored as csv on lake"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["servers", 0, "format"]
	violation.key == "lake"
	violation.actual == "csv"
	violation.expected == ["delta", "iceberg", "parquet"]
	not skipped(subject)
}

test_agreed_format_passes_in_any_case if {
	given := changed({"storage_formats": [{"format": "Delta", "server": "lake", "path": ["servers", 0, "format"]}]})
	messages(given) == set()
	not skipped(given)
}

test_server_of_no_type_is_judged if {
	given := changed({"servers": [{"server": "lake"}]})
	messages(given) == {"is stored as csv on lake"}
	count(denied(given)) == 1
	not skipped(given)
}

test_stream_is_left_alone if {
	given := changed({"servers": [{"server": "lake", "type": "Kafka"}]})
	skipped(given)
	messages(given) == set()
	every other in [
		{"servers": [{"type": "eventhub"}]},
		{"servers": [{"type": "eventhubs"}]},
		{"servers": [{"type": "kinesis"}]},
		{"servers": [{"type": "pubsub"}]},
		{"servers": [{"type": "servicebus"}]},
	] {
		skipped(changed(other))
		messages(changed(other)) == set()
	}
}

test_contract_without_format_is_left_alone if {
	given := changed({"storage_formats": []})
	skipped(given)
	messages(given) == set()
}

test_operational_system_is_left_alone if {
	given := changed({"describes_source": true})
	skipped(given)
}

test_contract_not_in_use_is_left_alone if {
	given := changed({"life_cycle": "draft"})
	skipped(given)
	every other in [
		{"life_cycle": "proposed"},
		{"life_cycle": "retired"},
	] {
		skipped(changed(other))
	}
}

test_formats_are_a_parameter if {
	violations := storage_format.deny with input as subject with data.parameters as {"formats": ["csv"]}
	{violation.message | some violation in violations} == set()
}
