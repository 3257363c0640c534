# METADATA
# scope: package
# title: Storage formats are the agreed ones
# description: >-
#   Two products join without a converter when both are stored in a format that everybody reads. Streams have formats of
#   their own and are left out, as are the files of operational systems.
# related_resources:
#   - ref: https://www.datamesh-governance.com/
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/infrastructure-servers/
# schemas:
#   - input: schema["contract.schema"]
# custom:
#   subject: contract
#   severity: low
#   code: INT-002
#   class: default
#   levels: {gate: deny, audit: warn}
#   parameters:
#     formats:
#       type: set
#       default: [delta, iceberg, parquet]
#       tighter: subset
#       description: Formats of tables, in lower case
#   remediation: Store the data as {expected}, or agree with the federation on one more format.
package mesh.interface.storage_format

import data.lib.lists
import data.parameters

streams := {"eventhub", "eventhubs", "kafka", "kinesis", "pubsub", "servicebus"}

stored := [storage |
	some storage in lists.of(input.storage_formats)
	not lower(server_type(storage)) in streams
]

server_type(storage) := sprintf("%v", [input.servers[storage.path[1]].type]) if {
	input.servers[storage.path[1]].type
} else := ""

deny contains violation if {
	some storage in stored
	is_string(storage.format)
	not lower(storage.format) in parameters.formats
	violation := {
		"message": sprintf("is stored as %s on %s", [storage.format, storage.server]),
		"path": storage.path,
		"key": storage.server,
		"actual": storage.format,
		"expected": sort(parameters.formats),
	}
}

not_applicable if input.life_cycle in {"proposed", "draft", "retired"}

not_applicable if input.describes_source == true

not_applicable if count(stored) == 0
